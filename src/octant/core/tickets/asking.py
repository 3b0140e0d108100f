"""How each detail is named, asked for and found, in the active language.

A workspace may reword where to find one: `where_transfer` and so on in its prompts.yaml.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as p

from octant.core.ports.needs import NEEDS
from octant.core.ports.workspace import workspace

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What stands before a value, in the form and in the message that it makes.
LABELS: "dict[str, StrOrPromise]" = {
    "transfer": _("Deposit or withdrawal"),
    "payment": _("Payment"),
    "order": _("Order or trade"),
    "position": _("Position"),
    "market": _("Market"),
    "asset": _("Coin"),
    "moment": _("When"),
    "period": _("Period"),
    "page": _("Page or function"),
    "error": _("Error message"),
    "device": _("Device or app"),
    "document": _("Document"),
    "suspect": _("Who contacted you"),
}
# After "please tell us", in confirmations and lists.
_PHRASES: "dict[str, StrOrPromise]" = {
    "transfer": _("the id of the deposit or withdrawal, or the transaction hash"),
    "payment": _("amount and currency of the payment"),
    "order": _("the id of the order or trade"),
    "position": _("the market of the position, or the id of the order"),
    "market": _("the market, such as BTC/USD"),
    "asset": _("which coin it is about"),
    "moment": _("when it happened, with your time zone"),
    "period": _("for which period"),
    "page": _("on which page, or with which function, it happened"),
    "error": _("what the error message says, word for word"),
    "device": _("on which device, app or browser it happened"),
    "document": _("which document you sent in"),
    "suspect": _("the address, number or link that they used"),
}
_WHERE: "dict[str, StrOrPromise]" = {
    "transfer": _(
        "Open History, then Deposits or Withdrawals, and the row: its id begins with FT."
    ),
    "payment": _("It is on your bank or card statement, and under History, then Deposits."),
    "order": _("Open History, then Orders or Trades, and the row: the id begins with O or T."),
    "position": _(
        "Open Positions: each row begins with the market. Closed ones are under History."
    ),
    "market": _("It stands at the top of the trading page, above the chart."),
    "asset": _("It stands at the beginning of each row under Balances."),
    "moment": _("Each row under History shows date and time. About right will do."),
    "period": _("Think of the tax year or the months that the statement should cover."),
    "page": _("It is the heading at the top of the page, or the words on the button."),
    "error": _("Copy the red or yellow line, with its code if there is one."),
    "device": _("Such as iPhone app, or Chrome on Windows; for codes, the app that makes them."),
    "document": _("Such as passport, ID card or bank statement. Please do not send it here."),
    "suspect": _("In the mail, message or call list. Do not open any link; copying it is enough."),
}
# What is drawn beside it: a list of rows, the top of a page, a message, a device, a statement.
PICTURES = {
    "transfer": "row", "order": "row", "moment": "time", "position": "row", "asset": "row",
    "market": "top", "page": "top", "error": "message", "device": "device", "suspect": "sender",
    "payment": "paper", "period": "paper", "document": "paper",
}  # fmt: skip
# The drawing in words, for those who do not see it.
ALT: "dict[str, StrOrPromise]" = {
    "row": _("Drawing: a list under History; the part to copy is marked in one row."),
    "time": _("Drawing: a list under History; date and time are marked in one row."),
    "top": _("Drawing: a page; the heading at its top is marked."),
    "message": _("Drawing: a page; the line of an error message is marked."),
    "device": _("Drawing: a phone and a computer."),
    "sender": _("Drawing: a mail; the line with its sender is marked."),
    "paper": _("Drawing: a statement; one line of it is marked."),
}
# What details are called at the desk and in lists, beside the needs' own names.
KINDS: "dict[str, StrOrPromise]" = {
    "order": _("Order"),
    "trade": _("Trade"),
    "transfer": _("Deposit or withdrawal"),
    "deposit": _("Deposit"),
    "withdrawal": _("Withdrawal"),
    "hash": _("Transaction hash"),
    "amount": _("Amount"),
}
# What the form says around them.
FORM: "dict[str, StrOrPromise]" = {
    "title": _("What our agent will need"),
    "lead": _("With this they can begin at once. You can send without it."),
    "all_there": _("Everything is there. The agent can begin at once."),
    "told": _("{label}: found in what you wrote"),
    "own": _("yours"),
    "pick": _("Choose yours"),
    "add": _("Add"),
    "add_to": _("Add to your message: {label}"),
    "where": _("Where do I find this?"),
    "added": _("{label} was added to your message."),
    "without": _("Send without"),
}
# How the exchange says that a thing stands.
STATES: "dict[str, StrOrPromise]" = {
    "open": p("state of an order", "open"),
    "closed": p("state of an order", "filled or closed"),
    "pending": p("state of a transfer", "pending"),
    "success": p("state of a transfer", "completed"),
    "failed": p("state of a transfer", "failed"),
    "on_hold": p("state of a transfer", "on hold"),
    "canceled": p("state of an order", "cancelled"),
    "cancelled": p("state of an order", "cancelled"),
    "expired": p("state of an order", "expired"),
}


def label(need: str) -> str:
    """A name of a word or two."""
    return str(LABELS[need])


def phrase(need: str) -> str:
    """What to ask for, to go on a sentence."""
    return str(_PHRASES[need])


def where(need: str) -> str:
    """Where the customer finds it: the workspace's own words, else the product's."""
    own = _prompts().get(f"where_{need}", {})
    found = own.get(get_language() or "en") if isinstance(own, dict) else None
    return str(found or _WHERE[need]).strip()


def kind_name(kind: str) -> str:
    """The name of a kind of detail."""
    return str(KINDS.get(kind) or LABELS.get(kind) or kind)


@cache
def all_labels() -> dict[str, str]:
    """Each label in every language, in small letters, and its need."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {str(name).casefold(): need for need, name in LABELS.items()}
    return {name: need for name, need in found.items() if need in NEEDS}


@cache
def _prompts() -> dict[str, Any]:
    data: Any = workspace().data("prompts.yaml") or {}
    return dict(data.get("prompts") or {})
