"""Leads choose the words of our automatic mails, and try them on themselves."""

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from octant.channels.email import config
from octant.channels.email.models import Wording
from octant.channels.email.sample import KINDS, sample
from octant.channels.email.signing import signed
from octant.channels.email.transport import Later, Refused, way_out
from octant.core.people.access import may_lead
from octant.core.ports.workspace import workspace
from octant.core.safety import audit
from octant.core.safety.guard import demand_askable
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from octant.core.people.models import User

SUBJECT, TEXT = 150, 4000  # characters


@transaction.atomic
def save_wording(*, actor: "User", kind: str, words: Mapping[str, tuple[str, str]]) -> None:
    """Keep (subject, text) by language; empty ones give the product's words back. Raises
    `NeverAsked` for words that ask for what support never asks for."""
    _demand(actor, kind)
    for subject, text in words.values():
        demand_words(subject, text)
    audit.record(actor=actor, verb="change_wording", subject=actor, kind=kind)
    texts = {language: text.strip() for language, (_subject, text) in words.items() if text.strip()}
    subjects = {language: subject.strip() for language, (subject, _t) in words.items() if subject}
    if not texts and not subjects:
        Wording.objects.filter(kind=kind).delete()
        return
    Wording.objects.update_or_create(
        kind=kind,
        defaults={
            "texts": texts,
            "subjects": subjects,
            "changed_at": now(),
            "changed_by": actor,
        },
    )


def demand_words(subject: str, text: str) -> None:
    """Raise `DomainError` for words that are too long, or that support never uses."""
    if len(subject) > SUBJECT or len(text) > TEXT:
        raise DomainError(_("This is too long for a mail."), field="text", code="too_long")
    demand_askable(subject)
    demand_askable(text)


def send_test(*, actor: "User", kind: str, language: str, words: tuple[str, str]) -> str:
    """Send it, with made-up values, to the lead's own address and nobody else; returns that.
    Raises `DomainError` where the mail server does not take it."""
    _demand(actor, kind)
    demand_words(*words)
    made = sample(kind, language, words)
    box = config.mailboxes()[0]
    mail = EmailMessage()
    mail["From"] = Address(display_name=box.name_in(language), addr_spec=box.address)
    mail["To"] = Address(display_name=actor.name, addr_spec=actor.email)
    mail["Subject"] = _("Test: %(subject)s") % {"subject": made.subject}
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = make_msgid(domain=box.address.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(made.text, cte="quoted-printable")
    mail.add_alternative(made.html, subtype="html", cte="quoted-printable")
    try:
        with way_out() as way:
            raw = signed(mail.as_bytes(policy=SMTP))
            way.hand_over(raw, sender=workspace().support_address, to=actor.email)
    except (Refused, Later) as error:
        sentence = _("The mail server did not take the test: %(error)s") % {"error": error}
        raise DomainError(sentence, code="not_sent") from error
    audit.record(actor=actor, verb="send_test_mail", subject=actor, kind=kind)
    return actor.email


def _demand(actor: "User", kind: str) -> None:
    if not may_lead(actor):
        raise NotAllowed(_("Only leads choose these words."))
    if kind not in KINDS:
        raise NotFound(_("There is no such mail."))
