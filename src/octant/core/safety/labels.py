"""Words for people: what each kind of finding is called, why it was masked, what to do now.

Text screening itself knows no language; this module (which needs Django) does.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from octant.core.safety.rules.kept import keeper, label
from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.masks import replace_masks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Advice:
    """For one kind of finding, each a lazy translation.

    label: two or three words, stands inside the mask that people see.
    explanation: one sentence to the sender, why it was masked.
    what_now: what the sender should do; empty when there is nothing to do.
    """

    label: "StrOrPromise"
    explanation: "StrOrPromise"
    what_now: "StrOrPromise" = ""


_MOVE_FUNDS = _(
    "Treat this wallet as known to others: create a new wallet now, write its recovery phrase "
    "on paper only, and move your funds there. Nobody from support ever needs these words."
)

ADVICE: dict[Kind, Advice] = {
    Kind.SEED_PHRASE: Advice(
        _("seed phrase"),
        _("We removed a wallet recovery phrase from your message before it was saved."),
        _MOVE_FUNDS,
    ),
    Kind.SEED_WORDS: Advice(
        _("possible seed phrase"),
        _("Part of your message looks like a wallet recovery phrase with a mistake in it."),
        _(
            "If these are the words of a real wallet, create a new wallet and move your funds "
            "there. Never send these words to anyone, support included."
        ),
    ),
    Kind.PRIVATE_KEY: Advice(
        _("private key"),
        _("We removed a private key from your message before it was saved."),
        _(
            "Treat this key as known to others: move the funds it controls to a new wallet now. "
            "Nobody from support ever needs a private key."
        ),
    ),
    Kind.KEY_OR_HASH: Advice(
        _("private key or transaction hash"),
        _(
            "We hid 64 characters that may be a transaction hash or a private key: the two look "
            "the same."
        ),
        _(
            "If it is a transaction hash, send it again with the words “transaction hash” before "
            "it. If it is a private key, do not send it again, and move your funds to a new wallet."
        ),
    ),
    Kind.KEY_FILE: Advice(
        _("private key file"),
        _("We removed the contents of a private key file from your message before it was saved."),
        _("Replace this key wherever you use it, and delete the old one."),
    ),
    Kind.API_KEY: Advice(
        _("API key"),
        _("We removed an API key or its secret from your message before it was saved."),
        _(
            "Delete this API key in your account’s API settings and create a new one. To ask about "
            "a key, send only its name."
        ),
    ),
    Kind.ACCESS_TOKEN: Advice(
        _("access token"),
        _("We removed an access token from your message before it was saved."),
        _("Revoke this token where it was issued, and create a new one."),
    ),
    Kind.OTP_SECRET: Advice(
        _("two-factor setup key"),
        _("We removed the setup key of your authenticator app from your message."),
        _("Turn two-factor authentication off and on again, so that a new setup key is made."),
    ),
    Kind.ONE_TIME_CODE: Advice(
        _("one-time code"),
        _("We removed a one-time code from your message before it was saved."),
        _(
            "Never tell anyone a code, support included. If somebody asked you for it, change your "
            "password now and tell us that you were asked."
        ),
    ),
    Kind.PASSWORD: Advice(
        _("password"),
        _("We removed a password from your message before it was saved."),
        _("Change this password wherever you use it. Support never asks for it."),
    ),
    Kind.CARD_NUMBER: Advice(
        _("card number"),
        _("We removed a card number from your message before it was saved."),
        _("To ask about a card payment, send only the last four digits."),
    ),
    Kind.CARD_CODE: Advice(
        _("card security code"),
        _("We removed a card security code from your message before it was saved."),
        _("Never send this code to anyone. If you did so elsewhere, ask your bank for a new card."),
    ),
    Kind.RESIDENT_ID: Advice(
        _("identity card number"),
        _("We removed an identity card number from your message before it was saved."),
        _("Identity details belong only in the verification form of your account."),
    ),
    Kind.SOCIAL_SECURITY_NUMBER: Advice(
        _("social security number"),
        _("We removed a social security number from your message before it was saved."),
        _("Identity details belong only in the verification form of your account."),
    ),
    Kind.PASSPORT_NUMBER: Advice(
        _("passport number"),
        _("We removed a passport number from your message before it was saved."),
        _("Identity details belong only in the verification form of your account."),
    ),
    Kind.IBAN: Advice(
        _("bank account number"),
        _("We removed a bank account number from your message before it was saved."),
        _("To ask about a bank transfer, send its reference and the last four characters."),
    ),
}


_RULE_EXPLANATION = _("Support does not need this, so it is not kept in messages.")
_KINDS = {kind.value: kind for kind in Kind}


def advice_of(kind: str) -> Advice:
    """What to say of a finding of any kind, a workspace's own rules included."""
    if kind in _KINDS:
        return ADVICE[_KINDS[kind]]
    own = label(kind, get_language() or "en")
    return Advice(own or gettext("sensitive information"), _RULE_EXPLANATION)


def own_kinds() -> list[str]:
    """The kinds of the workspace's own rules."""
    return [kept.kind for kept in keeper().kept()]


def readable(text: str) -> str:
    """Stored text with its masks in the reader's words, for example `[password removed]`."""
    return replace_masks(text, _mask_words)


def _mask_words(mode: str, kind: str) -> str:
    label = str(advice_of(kind).label)
    if mode == "held":
        return gettext("[%(label)s hidden]") % {"label": label}
    return gettext("[%(label)s removed]") % {"label": label}


def text_too_long(length: int, limit: int) -> str:
    """The sentence for `TextTooLong`, in the reader's language."""
    return ngettext(
        "This text has %(length)s characters; at most %(limit)s character is possible. "
        "Please shorten it or send it in parts.",
        "This text has %(length)s characters; at most %(limit)s characters are possible. "
        "Please shorten it or send it in parts.",
        limit,
    ) % {"length": f"{length:,}", "limit": f"{limit:,}"}
