"""Files on tickets: taken in, bound to a message, read back by those who may."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer, User
from octant.core.ports.workspace import workspace
from octant.core.safety import store
from octant.core.safety.files import check_file, sanitise_image
from octant.core.tickets.models import File, Ticket
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed
from octant.kit.ids import token

HEAD_BYTES = 8192


def max_bytes() -> int:
    return int(workspace().chat.get("max_file_mb", 25)) * 1024 * 1024


def max_files() -> int:
    """How many files one message may carry."""
    return int(workspace().chat.get("max_files_per_message", 5))


def upload(
    *,
    file: UploadedFile,
    ticket: Ticket,
    customer: Customer | None = None,
    agent: User | None = None,
) -> File:
    """Check, clean and keep one file for a message yet to be sent.

    Raises `DomainError` with a sentence for a file that is too large, of another type than
    it says, or not of an allowed type. Images are written anew, without metadata.
    """
    _may_add(ticket, customer, agent)
    size = int(file.size or 0)
    if size > max_bytes():
        raise DomainError(
            _("This file is larger than %(limit)s MB. Please send a smaller one.")
            % {"limit": max_bytes() // 1024 // 1024},
            code="file_too_large",
            field="file",
            status=413,
        )
    file.seek(0)
    verdict = check_file(str(file.name), file.read(HEAD_BYTES), size)
    file.seek(0)
    if verdict.content_type.startswith("image/"):
        digest, size = store.put([sanitise_image(file.read())])
    else:
        digest, size = store.put(file.chunks())
    return File.objects.create(
        public_id=token(),
        ticket=ticket,
        name=verdict.name,
        content_type=verdict.content_type,
        size=size,
        digest=digest,
        created_at=now(),
    )


def _may_add(ticket: Ticket, customer: Customer | None, agent: User | None) -> None:
    if agent is None and (customer is None or ticket.customer_id != customer.pk):
        raise NotAllowed(_("This ticket belongs to somebody else."))


@transaction.atomic
def attach(
    *,
    ticket: Ticket,
    message: int,
    files: tuple[str, ...],
    customer: Customer | None = None,
    agent: User | None = None,
) -> None:
    """Bind uploaded files to a message. Only files of the same ticket that no message has."""
    if not files:
        return
    if len(files) > max_files():
        raise DomainError(
            _("A message can carry %(count)s files at most.") % {"count": max_files()},
            field="files",
        )
    _may_add(ticket, customer, agent)
    bound = File.objects.filter(public_id__in=files, ticket=ticket, message=None).update(
        message=message
    )
    if bound != len(set(files)):
        raise DomainError(
            _("One of the files was not received. Please add it again."), field="files"
        )
