"""A phishing case becomes a ticket, through the same door as everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from octant.core.people.models import Customer, User
from octant.core.people.services import customers
from octant.core.ports.assurance import Assurance
from octant.core.safety.labels import text_too_long
from octant.core.safety.text import Screened, TextTooLong, screen
from octant.core.tickets import chats
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.attach import max_files
from octant.core.tickets.services.conversation import open_ticket, receive
from octant.core.tickets.services.files import upload
from octant.kit.errors import DomainError

CATEGORY = "security/phishing"
CHANNEL = "help_center"  # the surface whose page it is
MAX_CHARS = 8000


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was filled in. `user` is whoever is signed in, else name and address."""

    client_id: UUID
    about: str
    text: str
    language: str
    user: User | None = None
    name: str = ""
    email: str = ""
    gave_away: bool = False  # the take-over lane hears of it


@dataclass(frozen=True, slots=True)
class Filed:
    """The ticket, and what screening took out of the text on its way."""

    ticket: Ticket
    text: Screened


@transaction.atomic
def report_phishing(report: Report, files: Sequence["UploadedFile[Any]"] = ()) -> Filed:
    """Open a ticket in security/phishing with the evidence attached.

    The same `client_id` again finds the first ticket. Raises `DomainError` for a file that the
    door refuses (then nothing is kept), for too many and for too long a text.
    """
    if len(files) > max_files():
        raise DomainError(
            _("A message can carry %(count)s files at most.") % {"count": max_files()},
            field="evidence",
        )
    text = _screened(report)
    earlier = begun(report.client_id)
    if earlier is not None:
        return Filed(earlier, text)
    customer, assurance = _customer(report)
    ticket = open_ticket(
        customer=customer,
        subject=Screened.trusted(_("Phishing report"), "our own words"),
        text=text,
        channel=CHANNEL,
        assurance=assurance,
        language=report.language,
        category=chats.category(CATEGORY),
        priority=chats.URGENT,
        context={"gave_away": True} if report.gave_away else None,
        client_id=report.client_id,
    )
    _attach(ticket, customer, files, report.client_id)
    return Filed(ticket, text)


def _screened(report: Report) -> Screened:
    parts = [_("Reported: %(about)s") % {"about": report.about}] if report.about else []
    whole = "\n\n".join([*parts, report.text])
    try:
        return screen(whole, max_chars=MAX_CHARS + 400)
    except TextTooLong as error:
        raise DomainError(text_too_long(len(whole), MAX_CHARS), field="text") from error


def begun(client_id: UUID) -> Ticket | None:
    """The ticket of an earlier press of the button; a press at the same time is waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [client_id.int >> 65])
    row = Message.objects.filter(client_id=client_id, seq=1, channel=CHANNEL)
    found = row.select_related("ticket__customer").first()
    return found.ticket if found else None


def _customer(report: Report) -> tuple[Customer, Assurance]:
    if report.user is not None:
        found = customers.of_user(user=report.user, language=report.language)
        return found, Assurance.SIGNED_IN
    made = customers.guest(name=report.name, email=report.email, language=report.language)
    return made, Assurance.CLAIMED


def _attach(
    ticket: Ticket,
    customer: Customer,
    files: Sequence["UploadedFile[Any]"],
    client_id: UUID,
) -> None:
    kept = []
    for file in files:
        try:
            kept.append(upload(file=file, ticket=ticket, customer=customer).public_id)
        except DomainError as error:
            error.field = "evidence"
            raise
    if kept:
        receive(
            ticket=ticket,
            customer=customer,
            text=Screened.trusted("", "files without words"),
            channel=CHANNEL,
            client_id=uuid5(client_id, "files"),
            files=tuple(kept),
        )
