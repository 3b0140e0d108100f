"""One mail of ours: text and HTML of the same parts, and the headers that bring answers back."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy, default
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from octant.channels.email import config, less
from octant.channels.email.models import Letter, Outgoing
from octant.channels.email.words import subject_of
from octant.core.people import anti_phishing
from octant.core.ports.workspace import workspace
from octant.core.tickets.access import link_for
from octant.core.tickets.codes import code_of
from octant.core.tickets.reply_address import reply_address
from octant.kit.clock import now
from octant.kit.database.prepared import prepared

if TYPE_CHECKING:
    from octant.core.tickets.models import Message, Ticket

MOST_REFERENCES = 20
Part = tuple[str, str, bytes]  # name, media type, content
# Pictures that every program for mail shows; others hang on it.
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif"})


class _Headers(HeaderRegistry):
    """Half of a mail's headers say the same in each, and reading them is a fifth of writing it."""

    def __call__(self, name: str, value: Any) -> Any:
        return _header(name, value) if isinstance(value, str) else super().__call__(name, value)

    def __getitem__(self, name: str) -> Any:
        return _kind_of_header(name)


class _Lines(EmailPolicy):
    """The same for breaking them into lines."""

    def fold_binary(self, name: str, value: str) -> bytes:
        return _line(name, value)


_LINES = _Lines(linesep=SMTP.linesep)
_line = lru_cache(300)(SMTP.fold_binary)
_header = lru_cache(300)(HeaderRegistry())
_kind_of_header = lru_cache(100)(HeaderRegistry().__getitem__)  # a class, made anew each time
_box = lru_cache(20)(Address)
_POLICY = default.clone(header_factory=_Headers())


def compose(
    ticket: "Ticket",
    *,
    kind: str,
    said: Sequence[str],
    subject: str = "",
    letter: Letter | None = None,
    message: "Message | None" = None,
    quoted: str = "",
    files: Sequence[Part] = (),
    copies: Sequence[str] = (),
    copy: int = 0,
) -> EmailMessage:
    """A mail to the ticket's customer in their language. `said`: its paragraphs; `subject`: one
    of the workspace's own; `message`: the agent's message that it carries; `letter`: the mail that
    it answers; `copies`: who reads along. `copy` (from 1): the mail for that one of them, without
    the customer's key and code."""
    with translation.override(ticket.language):
        context = _context(ticket, said, message, quoted, copied=bool(copy))
        mail = EmailMessage(_POLICY)
        _address(mail, ticket, message, copied=bool(copy))
        if copies:
            mail["Cc"] = [Address(addr_spec=each) for each in copies]
        mail["Subject"] = subject_of(ticket, kind, subject)
        mail["Date"] = format_datetime(now())
        _thread(mail, ticket, kind, letter, message, copy)
        if kind != Outgoing.Kind.REPLY:  # RFC 3834: no machine answers this
            mail["Auto-Submitted"] = "auto-replied" if letter else "auto-generated"
            mail["X-Auto-Response-Suppress"] = "All"
        for name, value in less.headers(ticket, kind).items():
            mail[name] = value
        mail.set_content(render_to_string("email/mail.txt", context), cte="quoted-printable")
        pictures = _pictures(mail, files)
        words = "\n".join(line.removeprefix("> ") for line in quoted.splitlines())
        shown = {**context, "pictures": pictures, "quoted": words}
        html = render_to_string("email/mail.html", shown)
        mail.make_alternative(boundary=f"=_{secrets.token_hex(12)}")  # no part has such a line
        mail.add_alternative(html, subtype="html", cte="quoted-printable")
    _hang_on(mail, files, {name: cid for cid, name in pictures})
    return mail


def as_sent(mail: EmailMessage) -> bytes:
    """Its bytes, with characters beyond ASCII in addresses where its reader has such a one."""
    return mail.as_bytes(policy=_LINES if mail["To"].addresses[0].addr_spec.isascii() else SMTPUTF8)


def _pictures(mail: EmailMessage, files: Sequence[Part]) -> list[tuple[str, str]]:
    """(Content-ID, name) of those that stand within the letter, each name once."""
    names = dict.fromkeys(name for name, media_type, _content in files if media_type in SHOWN)
    own = str(mail["Message-ID"]).strip("<> ")
    return [(f"picture{number}.{own}", name) for number, name in enumerate(names, 1)]


def _hang_on(mail: EmailMessage, files: Sequence[Part], shown: dict[str, str]) -> None:
    """Pictures to the HTML that shows them, everything else to the mail."""
    html = mail.get_body(("html",)) if files else None
    for name, media_type, content in files:
        main, _slash, sub = media_type.partition("/")
        cid = shown.pop(name, "") if media_type in SHOWN else ""
        if cid and isinstance(html, EmailMessage):
            html.add_related(
                content,
                maintype=main,
                subtype=sub,
                cid=f"<{cid}>",
                filename=name,
                disposition="inline",
            )
        else:
            mail.add_attachment(content, maintype=main, subtype=sub, filename=name)


def _context(
    ticket: "Ticket",
    said: Sequence[str],
    message: "Message | None",
    quoted: str,
    *,
    copied: bool = False,
) -> dict[str, object]:
    customer = ticket.customer
    name = customer.name
    return {
        "greeting": _("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
        "parts": said,
        "brand": workspace().name,
        "agent": message.author.shown_name if message and message.author else "",
        "ticket": ticket,
        "link": "" if copied else link_for(ticket),
        "code": code_of(ticket.pk, message.seq) if message else "",
        "verify": f"{settings.OCTANT_URL}{reverse('verify')}",
        "own_code": "" if copied else anti_phishing.shown_to(customer.user, address=customer.email),
        "quoted": quoted,
        "demo": workspace().text("demo_notice", language=ticket.language)
        if workspace().demo
        else "",
        "language": ticket.language,
    }


def _address(
    mail: EmailMessage, ticket: "Ticket", message: "Message | None", *, copied: bool = False
) -> None:
    box = config.mailboxes()[0]
    name = box.name_in(ticket.language)
    if message is not None and message.author is not None:
        name = _("%(agent)s (%(brand)s)") % {"agent": message.author.shown_name, "brand": name}
    mail["From"] = str(_box(display_name=name, addr_spec=box.address))  # of words, it is kept
    mail["To"] = _as_written(ticket.customer.email, ticket.customer.name)
    back = box.address if copied else reply_address(ticket)  # the key is the customer's alone
    mail["Reply-To"] = Address(display_name=name, addr_spec=back)


def _as_written(address: str, name: str) -> Address:
    """Of somebody who wrote to us: `addr_spec` refuses what people have: a..b@, 用户@."""
    local, _at, domain = address.rpartition("@")
    return Address(display_name=name, username=local.strip('"'), domain=domain)


def _thread(
    mail: EmailMessage,
    ticket: "Ticket",
    kind: str,
    letter: Letter | None,
    message: "Message | None",
    copy: int = 0,
) -> None:
    mail["Message-ID"] = f"<{mail_id(ticket, kind, message, copy)}>"
    last = letter or (
        Letter.objects.filter(message__ticket=ticket).exclude(mail_id="").order_by("-pk").first()
    )
    if last is None or not last.mail_id:
        return
    chain = [*last.references, last.mail_id]
    if ticket.last_seq > 1:  # else it is the ticket's first letter, and we said nothing before
        chain += [each.mail_id for each in reversed(_lately_sent(ticket=ticket.pk))]
    chain = [*dict.fromkeys(chain)][-MOST_REFERENCES:]
    mail["In-Reply-To"] = f"<{last.mail_id}>"
    mail["References"] = " ".join(f"<{each}>" for each in chain)


@prepared("ticket")
def _lately_sent(*, ticket: int) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(ticket=ticket).order_by("-pk").only("mail_id")[:5]


def mail_id(ticket: "Ticket", kind: str, message: "Message | None", copy: int = 0) -> str:
    """The Message-ID: the same for the same message, so that a mail which a crash sends twice is
    one to the reader's program; keyed, so that nobody makes one up."""
    what = f"{ticket.public_id}.{message.seq}" if message else f"{ticket.public_id}.{kind}"
    if message is None:
        what += f".{ticket.version}.{now():%Y%m%d%H%M%S}"
    if copy:
        what += f".c{copy}"
    key = hashlib.sha256(b"octant.email.id" + settings.SECRET_KEY.encode()).digest()
    proof = hmac.new(key, what.encode(), hashlib.sha256).hexdigest()[:16]
    domain = workspace().support_address.rpartition("@")[2]
    return f"{what.lower()}.{proof}@{domain}"
