"""`read_mail`: any bytes to a `Mail`. Never raises; what went wrong is told in `problems`."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from octant.kit.mail.addresses import Mailbox, read_mailboxes
from octant.kit.mail.attachments import Attachment, read_attachments
from octant.kit.mail.automatic import Automatic, read_automatic
from octant.kit.mail.bodies import choose_bodies
from octant.kit.mail.cms import signed_content
from octant.kit.mail.dates import read_date
from octant.kit.mail.headers import Headers
from octant.kit.mail.html import html_to_text
from octant.kit.mail.markers import PKCS7, read_markers
from octant.kit.mail.replies import split_reply
from octant.kit.mail.structure import Part, read_structure, walk
from octant.kit.mail.texts import body_html, body_text, part_bytes

__all__ = ["Attachment", "Automatic", "Mail", "Mailbox", "read_mail"]

MAX_REFERENCES = 200

_log = logging.getLogger(__name__)

_MESSAGE_ID = re.compile(r"<([^<>\s]{1,900})>")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as people see it.

    `text` is the whole letter as text; `reply`, `quoted` and `signature` are parts of it. `html`
    is as written: show it only through `html.clean_html`. `date` is aware. Message ids have no
    angle brackets. `problems` are stable codes, `markers` some of: calendar, smime-signed,
    smime-encrypted, pgp-signed, pgp-encrypted, report, delivery-status, tnef.
    """

    from_: tuple[Mailbox, ...] = ()
    sender: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    reply: str = ""
    quoted: str = ""
    signature: str = ""
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[str, ...] = ()
    headers: Headers = field(default_factory=lambda: Headers([]))
    auto: Automatic = field(default_factory=Automatic)
    markers: frozenset[str] = frozenset()


def read_mail(raw: bytes) -> Mail:
    """Read a mail of any shape, in time linear to its size.

    A fault of ours must not lose a mail: it is logged, and the mail comes as its bytes in `text`,
    with the problem "reader-failed".
    """
    try:
        return read_strictly(raw)
    except Exception:
        _log.exception("A mail could not be read")
        return _as_it_is(raw)


def _as_it_is(raw: bytes) -> Mail:
    text = raw[:100_000].decode("utf-8", "replace").replace("\x00", "")
    return Mail(text=text, reply=text, problems=("reader-failed",))


def read_strictly(raw: bytes) -> Mail:
    """As `read_mail`, but a fault of the reader raises, for tests."""
    returns_alone = b"\n" not in raw and b"\r" in raw  # lines as old Macs ended them
    if returns_alone:
        raw = raw.replace(b"\r", b"\r\n")
    tree = read_structure(raw)
    problems = tree.problems
    if returns_alone:
        problems.add("bare-returns")
    hint = _charset(tree.root)
    headers = Headers(tree.root.fields, hint)
    text, html, attachments = _contents(raw, tree.root, problems)
    if html and not text.strip():  # many programs send an empty text/plain beside the letter
        text = html_to_text(html)
    split = split_reply(text)
    return Mail(
        **_people(headers, hint),
        subject=headers.get("subject"),
        date=_date(headers, problems),
        message_id=next(iter(_ids(headers, "message-id")), ""),
        in_reply_to=_ids(headers, "in-reply-to"),
        references=_ids(headers, "references"),
        text=text,
        html=html,
        reply=split.reply,
        quoted=split.quoted,
        signature=split.signature,
        attachments=attachments,
        problems=tuple(sorted(problems)),
        headers=headers,
        auto=read_automatic(headers),
        markers=read_markers(tree.root, text),
    )


def _contents(
    raw: bytes, root: Part, problems: set[str]
) -> tuple[str, str, tuple[Attachment, ...]]:
    """Text, HTML and files, of what a signature wraps where all of it is within one."""
    if root.kind in PKCS7 and (inner := signed_content(part_bytes(raw, root, problems))):
        tree = read_structure(inner)
        raw, root = inner, tree.root
        problems |= tree.problems
    bodies = choose_bodies(root)
    attachments, letter = read_attachments(raw, bodies, problems)
    text = letter.text or body_text(raw, bodies.text, problems)
    return text, letter.html or body_html(raw, bodies.html, problems), attachments


def _people(headers: Headers, hint: str) -> dict[str, tuple[Mailbox, ...]]:
    names = {"from_": "from", "sender": "sender", "reply_to": "reply-to", "to": "to", "cc": "cc"}
    return {
        field: tuple(each for raw in headers.raws(name) for each in read_mailboxes(raw, hint))
        for field, name in names.items()
    }


def _charset(root: Part) -> str:
    """The first charset that the mail names, for header fields that name none."""
    named = (part.parameters.get("charset", "") for part in walk(root))
    return next((each for each in named if each), "")


def _date(headers: Headers, problems: set[str]) -> datetime | None:
    written = headers.get("date")
    date = read_date(written) if written else None
    if written and date is None:
        problems.add("broken-date")
    return date


def _ids(headers: Headers, name: str) -> tuple[str, ...]:
    found: Iterable[str] = (
        each for value in headers.all(name) for each in _MESSAGE_ID.findall(value)
    )
    ids = tuple(dict.fromkeys(found))
    if not ids and (bare := headers.get(name).strip("<> ")) and " " not in bare:
        ids = (bare[:900],)
    return ids[-MAX_REFERENCES:]
