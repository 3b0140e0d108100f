"""Names that the desk shows for keys that are stored."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_ = gettext_lazy

VIEWS: "dict[str, StrOrPromise]" = {
    "mine": _("Mine"),
    "unassigned": _("Unassigned"),
    "live": _("Live"),
    "open": _("Open"),
    "waiting": _("Waiting"),
    "solved": _("Solved"),
    "all": _("All"),
}

# How a ticket ended, for reports. A key that is not here is shown as it is.
DISPOSITIONS: "dict[str, StrOrPromise]" = {
    "answered": _("Question answered"),
    "done_by_customer": _("Customer did it with our help"),
    "passed_on": _("Passed to another department"),
    "fraud_reported": _("Fraud reported"),
    "fault_reported": _("Product fault reported"),
    "wish_recorded": _("Wish recorded"),
    "no_reply": _("Customer did not reply"),
    "spam": _("Spam"),
}

ASSURANCE: "dict[int, tuple[StrOrPromise, StrOrPromise]]" = {
    0: (_("Unknown person"), _("We know nothing of this person. Do not discuss any account.")),
    1: (
        _("Claimed identity"),
        _("They typed this name and address; nothing proves it. Do not discuss any account."),
    ),
    2: (
        _("Email confirmed"),
        _("They control this mailbox. Ask them to sign in before you discuss their account."),
    ),
    3: (_("Signed in"), _("They signed in to the exchange. You may discuss their account.")),
    4: (
        _("Signed in and confirmed"),
        _("They signed in and confirmed it was they just now. Sensitive steps are possible."),
    ),
}

# How we know an address of a customer (core/people/together), and what proves one person.
ADDRESSES: "dict[str, StrOrPromise]" = {
    "verified": _("verified here"),
    "exchange": _("named by the exchange"),
    "mail": _("proved by a mail"),
    "typed": _("only typed"),
}
PROOFS: "dict[str, StrOrPromise]" = {
    "account": _("The same account at the exchange"),
    "address": _("The same address, proved by both"),
    "mail": _("Proved mail from the other's address"),
}

LANGUAGES: "dict[str, StrOrPromise]" = {"en": _("English"), "zh-hans": _("Chinese")}

DAYS: "tuple[StrOrPromise, ...]" = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)

KINDS: "dict[str, StrOrPromise]" = {
    "order": pgettext_lazy("at the exchange", "Order"),
    "trade": _("Trade"),
    "deposit": _("Deposit"),
    "withdrawal": _("Withdrawal"),
    "transfer": _("Deposit or withdrawal"),
    "hash": _("Transaction hash"),
}

# What the exchange says of its objects and accounts.
STATES: "dict[str, tuple[StrOrPromise, str]]" = {
    "active": (_("active"), "ok"),
    "locked": (_("locked"), "danger"),
    "restricted": (_("restricted"), "warn"),
    "closed": (_("closed"), ""),
    "open": (pgettext_lazy("at the exchange", "open"), "info"),
    "pending": (_("pending"), "warn"),
    "success": (_("completed"), "ok"),
    "failed": (_("failed"), "danger"),
    "on_hold": (_("on hold"), "warn"),
    "canceled": (_("cancelled"), ""),
    "cancelled": (_("cancelled"), ""),
    "expired": (_("expired"), ""),
}

FACTS: "dict[str, StrOrPromise]" = {
    "starter": _("Starter"),
    "intermediate": _("Intermediate"),
    "pro": _("Pro"),
    "business": _("Business"),
    "none": _("none"),
    "authenticator": _("authenticator app"),
    "passkey": _("passkey"),
    "sms": _("text message"),
    "": _("unknown"),
}


# Of the list of official contacts (core/safety/contacts).
CONTACT_KINDS: "tuple[tuple[str, StrOrPromise], ...]" = (
    ("mail", _("Email address")),
    ("phone", _("Phone number")),
    ("social", _("Social media name")),
    ("website", _("Website")),
    ("wallet", _("Wallet address")),
    ("alias", _("Name of an agent")),
)
CONTACT_STATES: "tuple[tuple[str, StrOrPromise], ...]" = (
    ("official", _("Official")),
    ("scam", _("Known scam")),
)


CLOCKS: "dict[str, StrOrPromise]" = {
    "first": _("First answer"),
    "next": _("Next answer"),
    "solution": _("Solution"),
}
GROUPS: "dict[str, StrOrPromise]" = {
    "week": _("Week"),
    "channel": _("Channel"),
    "category": _("Topic"),
    "all": _("All together"),
}

REPORT_GROUPS: "dict[str, StrOrPromise]" = {
    "time": _("Time"),
    "channel": _("Channel"),
    "category": _("Topic"),
    "language": _("Language"),
}
REPORT_SPANS: "dict[int, StrOrPromise]" = {
    7: _("Last 7 days"),
    28: _("Last 28 days"),
    91: _("Last 13 weeks"),
    364: _("Last 52 weeks"),
}


def duration(seconds: float | None) -> str:
    """Seconds as `45 s`, from a minute on as `45 min`, `8 h`, `2 d 4 h`; or a dash."""
    if seconds is None:
        return "–"
    if 0 < seconds < 60:
        return f"{seconds:.0f} {gettext('s')}"
    return span(seconds / 60)


def span(minutes: float | None) -> str:
    """Minutes as `45 min`, `8 h` or `2 d 4 h`, or a dash."""
    if minutes is None:
        return "–"
    whole = round(minutes)
    days, hours, rest = whole // 1440, whole % 1440 // 60, whole % 60
    parts = ((days, gettext("d")), (hours, gettext("h")), (rest, gettext("min")))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or gettext("0 min")


def queue_name(key: str, categories: Mapping[str, str]) -> str:
    """A queue is named like the topic of the same key."""
    return categories.get(key) or (gettext("General") if key == "general" else key)


def disposition_name(key: str) -> str:
    """A disposition's words, or its key where we have none."""
    return str(DISPOSITIONS.get(key, key))


def clipped(count: int, cap: int) -> str:
    """`7`, or `99+` for whatever is above `cap`."""
    return f"{cap}+" if count > cap else str(count)


# How badges are coloured, and which icon stands for a channel.
STATUS_TONES = {"new": "accent", "open": "info", "waiting": "warn", "solved": "ok"}
PRIORITY_TONES = {5: "danger", 4: "danger", 3: "warn"}
CHANNEL_ICONS = {
    "live_chat": "chat",
    "email": "mail",
    "phone": "phone",
    "social": "megaphone",
    "community": "users",
}

# Why a feed could not be fetched, by the codes of `kit.fetch`.
FEED_ERRORS: "dict[str, StrOrPromise]" = {
    "not_https": _("The address does not begin with https://."),
    "bad_address": _("The address cannot be read."),
    "private_address": _("The address lies in a private network, which is not fetched from."),
    "no_answer": _("There was no answer in time, or no secure connection."),
    "refused": _("The other side refused to give the list."),
    "too_large": _("The list is too large."),
    "redirects": _("The address leads on to others without end."),
    "no_file": _("The file cannot be read."),
}


def address_proof(how: str) -> str:
    """How we know an address."""
    return str(ADDRESSES.get(how, how))


def proof_name(proof: str) -> str:
    """What proves that two are one person."""
    return str(PROOFS.get(proof, proof))
