"""What agents read of a mail's authenticity, its kind, and its faults."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as p

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Of a verdict: two words, one sentence, the badge's tone.
VERDICTS: "dict[str, tuple[StrOrPromise, StrOrPromise, str]]" = {
    "pass": (
        _("Sender confirmed"),
        _("The domain of this address vouches for the mail: it comes from there."),
        "ok",
    ),
    "weak": (
        _("Sender likely"),
        _("Only the sending server speaks for this address. Do not discuss any account."),
        "info",
    ),
    "fail": (
        _("Sender not genuine"),
        _("The domain of this address says that the mail is not from there. Trust nothing in it."),
        "danger",
    ),
    "none": (
        _("Sender unproved"),
        _("Nothing proves who wrote this. Do not discuss any account."),
        "warn",
    ),
    "temporary": (
        _("Sender unchecked"),
        _("The sender could not be checked when the mail came. Do not discuss any account."),
        "warn",
    ),
}

REASONS: "dict[str, StrOrPromise]" = {
    "aligned_dkim": _("It carries a valid signature of the sender's domain."),
    "aligned_spf": _("It came from a server that may send for the sender's domain."),
    "by_forwarder": _("A forwarder that we trust saw it pass, and sent it on."),
    "no_policy": _("The domain does not say what to do with forged mail (no DMARC policy)."),
    "dmarc_fail": _("Neither signature nor server belongs to the domain (DMARC fails)."),
    "dmarc_temporary": _("The domain's policy could not be looked up at that moment."),
    "dmarc_malformed": _("The domain's policy cannot be read, so it counts as none."),
    "spf_fail": _("The domain says that this server may not send for it (SPF fails)."),
    "spf_temporary": _("Which servers may send could not be looked up at that moment."),
    "spf_unknown_peer": _("The address of the sending server is not known here."),
    "dkim_none": _("It is not signed."),
    "dkim_not_aligned": _("It is signed, but by another domain."),
    "dkim_altered_body": _("Its text was changed after it was signed."),
    "dkim_bad_signature": _("Its signature is not right."),
    "dkim_expired": _("Its signature has expired."),
    "dkim_from_unsigned": _("Its signature does not cover the sender's address."),
    "dkim_partial_body": _("Its signature covers only a part of the text: more may be added."),
    "dkim_weak_hash": _("Its signature uses a method that no longer counts (SHA-1)."),
    "dkim_weak_key": _("Its signature was made with a key that is too short."),
    "dkim_no_key": _("The key for its signature is not published."),
    "dkim_revoked_key": _("The key for its signature was withdrawn."),
    "dkim_testing": _("The domain is only testing its signatures, so they do not count."),
    "dkim_malformed": _("Its signature cannot be read."),
    "dkim_temporary": _("The key for its signature could not be looked up at that moment."),
    "dkim_too_many": _("It carries more signatures than we look at."),
    "arc_untrusted": _("It was sent on by somebody whom we do not know as a forwarder."),
    "arc_broken": _("What its forwarders sealed is broken."),
    "from_missing": _("It names no sender."),
    "from_several": _("It names several senders."),
    "from_malformed": _("Its sender's address cannot be read."),
    "headers_malformed": _("Its header is broken, so nothing in it can be relied on."),
    "no_results": _("Our own mail server said nothing about the sender."),
    "results_conflict": _("It holds two verdicts of our own mail server: one of them is forged."),
    "forwarded_by_staff": _("A colleague sent it on; the sender is what the mail says."),
}

# Why a mail stands on no ticket, besides the reasons above.
WHY: "dict[str, StrOrPromise]" = {
    "too_many": _("This address sent too many mails within an hour."),
    "blocked": _("Its customer is blocked."),
    "blocked_sender": _("Its sender is blocked."),
    "from_staff": _("A colleague sent it, and no customer's mail is in it."),
    "own": _("It claims to be from one of our own addresses."),
    "auto-submitted": _("A machine wrote it (an automatic mail)."),
    "auto-reply": _("A machine wrote it (an automatic reply)."),
    "away": _("It says in its subject that it is an automatic reply."),
    "null-sender": _("It has no return address, as reports of machines have."),
    "precedence": _("It is bulk mail."),
    "list": _("It came over a mailing list."),
    "loop": _("It went round in a loop."),
    "unreadable": _("It could not be read. A ticket stands for it."),
    "fault": _("A fault of ours kept it from being sorted. A ticket stands for it."),
}

# Of markers and problems that an agent should know of; others only stand in the original.
NOTES: "dict[str, StrOrPromise]" = {
    "calendar": _("with an invitation"),
    "smime-signed": _("signed (S/MIME), which we do not check"),
    "smime-encrypted": _("encrypted (S/MIME): we cannot read it"),
    "pgp-signed": _("signed (PGP), which we do not check"),
    "pgp-encrypted": _("encrypted (PGP): we cannot read it"),
    "tnef": _("with a winmail.dat of Outlook, unpacked"),
    "broken-base64": _("a part was damaged on its way"),
    "broken-uuencode": _("a part was damaged on its way"),
    "broken-headers": _("with a broken header"),
    "broken-text": _("some letters could not be read"),
    "unknown-charset": _("some letters may be wrong"),
    "nested-too-deep": _("too deeply nested to be read whole"),
    "too-many-parts": _("too many parts to be read whole"),
    "html-too-large": _("too large to be shown as formatted"),
    "reader-failed": _("could not be read; the original is kept"),
}

REFUSALS: "dict[str, StrOrPromise]" = {
    "too_many": _("more files than one mail may bring"),
    "file_type": _("a kind of file that is not taken"),
    "file_office": _("a kind of file that is not taken"),
    "file_archive": _("a packed folder, which is not taken"),
    "file_active": _("it holds a program"),
    "file_mismatch": _("it is not what its name says"),
    "file_not_csv": _("it cannot be read as a table"),
    "file_not_text": _("it cannot be read as text"),
    "file_too_large": _("too large"),
    "file_too_long": _("too large"),
    "file_video": _("the recording could not be checked"),
    "file_infected": _("it holds malware"),
    "file_secret": _("it held a secret"),
    "pdf_password": _("it is locked with a password"),
}


# What a mail tells of its case (core/tickets/details).
DETAILS: "dict[str, StrOrPromise]" = {
    "order": _("Order"),
    "trade": _("Trade"),
    "transfer": _("Deposit or withdrawal"),
    "hash": _("Transaction hash"),
    "moment": _("Time"),
    "page": _("Page or function"),
    "phone": p("detail", "Phone"),
    "telegram": _("Telegram"),
    "skype": _("Skype"),
}
MOST_DETAILS = 12


def details(found: "Iterable[Mapping[str, str]]") -> "list[tuple[StrOrPromise, str]]":
    """(what it is, its value) of what a mail tells of its case, MOST_DETAILS at most."""
    pairs = [(str(each.get("kind")), str(each.get("value"))) for each in found]
    return [(DETAILS[kind], value) for kind, value in pairs if kind in DETAILS][:MOST_DETAILS]


def verdict(code: str) -> "tuple[StrOrPromise, StrOrPromise, str]":
    """(two words, a sentence, the badge's tone)."""
    return VERDICTS.get(code, VERDICTS["none"])


def reasons(codes: Iterable[str]) -> list[str]:
    """A sentence for each code that we know."""
    return [str(REASONS[code]) for code in codes if code in REASONS]


def notes(codes: Iterable[str]) -> list[str]:
    """What is particular about a mail, each once."""
    return list(dict.fromkeys(str(NOTES[code]) for code in codes if code in NOTES))


def refusal(code: str) -> str:
    """Why a file of a mail was not taken."""
    return str(REFUSALS.get(code) or gettext("not taken"))


def why(code: str) -> str:
    """Why a mail was set aside, in a sentence."""
    return str(WHY.get(code) or REASONS.get(code) or gettext("Nobody noted why."))
