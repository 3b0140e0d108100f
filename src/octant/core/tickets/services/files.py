"""Files taken in for a message yet to be sent: checked, cleaned, encrypted."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer, User
from octant.core.ports.workspace import workspace
from octant.core.safety import audit, pictures, store
from octant.core.safety.files import FileRefused, Limits, take_in
from octant.core.safety.files.intake import Kept
from octant.core.safety.files.types import TYPES
from octant.core.safety.pictures.references import find
from octant.core.tickets.models import File, Ticket, Upload
from octant.core.tickets.pictures import policy
from octant.core.tickets.services.attach import may_add
from octant.core.tickets.services.quota import demand_room
from octant.kit.clock import now
from octant.kit.errors import DomainError
from octant.kit.ids import token

# Larger files come in pieces (services.uploads), so that a cut costs one piece and not all.
RESUME_BYTES = 4_000_000
_MB = 1_000_000


def max_bytes() -> int:
    """The most that one plain form may carry."""
    return int(workspace().chat.get("max_file_mb", 25)) * 1024 * 1024


def limits() -> Limits:
    """Caps by kind: the workspace's, where it names any."""
    own, usual = workspace().files, Limits()

    def size(name: str, usually: int) -> int:
        return int(float(own[name]) * _MB) if name in own else usually

    found = Limits(
        image_bytes=size("image_mb", usual.image_bytes),
        document_bytes=size("document_mb", usual.document_bytes),
        video_bytes=size("video_mb", usual.video_bytes),
        text_bytes=size("text_mb", usual.text_bytes),
    )
    return replace(found, allowed=frozenset(kind for kind in TYPES if found.largest(kind) > 0))


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

    def source() -> Iterable[bytes]:
        file.seek(0)
        return file.chunks()

    return keep(
        ticket=ticket,
        name=str(file.name),
        source=source,
        size=size,
        agent=agent,
        customer=customer,
    )


def keep(
    *,
    ticket: Ticket,
    name: str,
    source: Callable[[], Iterable[bytes]],
    size: int,
    agent: User | None = None,
    customer: Customer | None = None,
    upload: Upload | None = None,
) -> File:
    """Take in what `source()` yields and store it. Raises `DomainError` with a sentence.

    With `customer` it counts for what they may store; `upload` is what it was on its way.
    """

    def demand() -> None:
        if customer is not None:
            demand_room(customer=customer, ticket=ticket, size=size, but=upload)

    with transaction.atomic():
        demand()  # before the work of looking at it
    kept = _looked_at(ticket, name, source, size, agent)
    with transaction.atomic():
        demand()  # others may have come meanwhile
        return _stored(ticket, kept, of_customer=customer is not None)


def _looked_at(
    ticket: Ticket,
    name: str,
    source: Callable[[], Iterable[bytes]],
    size: int,
    agent: User | None,
) -> Kept:
    try:
        return take_in(name, source, size, limits=limits())
    except FileRefused as refusal:
        if refusal.code == "file_infected":
            audit.record(actor=agent, verb="refuse_infected_file", subject=ticket)
        raise


def _stored(ticket: Ticket, kept: Kept, *, of_customer: bool) -> File:
    hold_store()
    digest, stored = store.put(kept.content)
    reads = kept.verdict.media_type in pictures.READABLE and policy().read
    # What is not read yet may show a secret, and so may its preview.
    preview = store.put([kept.preview])[0] if kept.preview and not reads else ""
    return File.objects.create(
        public_id=token(),
        ticket=ticket,
        name=kept.verdict.name,
        content_type=kept.verdict.media_type,
        size=stored,
        digest=digest,
        preview=preview,
        scanned=kept.scanned.value,
        scan_tried_at=now(),
        width=kept.width,
        height=kept.height,
        created_at=now(),
        of_customer=of_customer,
        reading=File.Reading.WAITING if reads else File.Reading.OFF,
        reading_at=now() if reads else None,
        references=list(find(kept.text, [])),
    )


def hold_store(*, alone: bool = False) -> None:
    """Until the transaction ends: bytes are not forgotten (`alone`) while others store them."""
    verb = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {verb}(hashtext('octant.files'))")
