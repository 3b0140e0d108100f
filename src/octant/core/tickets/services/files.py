"""Files taken in for a message yet to be sent: checked, cleaned, encrypted."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer, User
from octant.core.ports.workspace import workspace
from octant.core.safety import store
from octant.core.safety.files import check_file, sanitise_image
from octant.core.tickets.models import File, Ticket
from octant.core.tickets.services.attach import may_add
from octant.kit.clock import now
from octant.kit.errors import DomainError
from octant.kit.ids import token

HEAD_BYTES = 8192


def max_bytes() -> int:
    return int(workspace().chat.get("max_file_mb", 25)) * 1024 * 1024


def upload(
    *,
    file: "UploadedFile[Any]",
    ticket: Ticket,
    customer: Customer | None = None,
    agent: User | None = None,
) -> File:
    """Check, clean and keep one file for a message yet to be sent.

    Raises `DomainError` with a sentence for a file that is too large, of another type than
    it says, or not of an allowed type. Images are written anew, without metadata.
    """
    may_add(ticket, customer, agent)
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
    if verdict.is_image:
        digest, size = store.put([sanitise_image(file.read())])
    else:
        digest, size = store.put(file.chunks())
    return File.objects.create(
        public_id=token(),
        ticket=ticket,
        name=verdict.name,
        content_type=verdict.media_type,
        size=size,
        digest=digest,
        created_at=now(),
    )
