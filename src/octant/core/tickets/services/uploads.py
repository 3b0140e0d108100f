"""Files that come in pieces: begun, continued after any cut, made whole, swept when forgotten.

A piece is sealed and on the disk before the offset moves past it, under the upload's row lock,
so what HEAD tells is what is kept whichever process was killed when.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Protocol

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer, User
from octant.core.safety import parts
from octant.core.safety.files import FileRefused, check_file, check_promise
from octant.core.safety.files.checks import HEAD_BYTES
from octant.core.safety.files.names import safe_name
from octant.core.tickets.models import File, Ticket, Upload
from octant.core.tickets.services.attach import may_add
from octant.core.tickets.services.files import keep, limits
from octant.core.tickets.services.quota import demand_room
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotFound, TooMany
from octant.kit.ids import token

PIECE = 1024 * 1024
DRAIN = 16 * PIECE  # of what comes after a refusal, so that its sentence is heard
LIFE = timedelta(hours=24)  # after the last piece
OPEN_AT_MOST = 10  # unfinished ones of one ticket


class Readable(Protocol):
    """The body of a request."""

    def read(self, size: int, /) -> bytes: ...


@transaction.atomic
def begin(
    *,
    ticket: Ticket,
    name: str,
    size: int,
    customer: Customer | None = None,
    agent: User | None = None,
) -> Upload:
    """Promise a file. Raises `DomainError` for one that could not come in anyway, and
    `TooMany` while too many of the ticket are unfinished."""
    may_add(ticket, customer, agent)
    check_promise(name, size, limits=limits())
    unfinished = Upload.objects.filter(ticket=ticket, file=None, expires_at__gt=now())
    if unfinished.count() >= OPEN_AT_MOST:
        raise TooMany(_("Too many files are on their way. Please let them finish first."))
    if customer is not None:
        demand_room(customer=customer, ticket=ticket, size=size)
    return Upload.objects.create(
        public_id=token(),
        ticket=ticket,
        agent=agent,
        name=safe_name(name),
        size=size,
        created_at=now(),
        expires_at=now() + LIFE,
    )


def upload_of(*, ticket: Ticket, public_id: str, agent: User | None = None) -> Upload:
    """One's own upload on this ticket. Raises `NotFound`; 410 when its time is over."""
    found = Upload.objects.filter(public_id=public_id, ticket=ticket, agent=agent).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    if found.file_id is None and found.expires_at <= now():
        raise _expired()
    return found


def _expired() -> DomainError:
    return DomainError(
        _("This upload was left for too long. Please send the file again."),
        code="upload_expired",
        status=410,
    )


def receive_pieces(*, upload: Upload, offset: int, body: Readable, length: int) -> int:
    """Keep `length` bytes of `body` from `offset` on, a piece at a time; returns the offset.

    What was kept before `body` broke off stays kept. Raises `Conflict` where the offset is
    another, `DomainError` (413) for more than was promised, FileRefused by the first bytes.
    """
    if length > upload.size - offset:
        raise DomainError(
            _("More was sent than announced. Please send the file again."),
            code="upload_overrun",
            status=413,
        )
    try:
        for piece in _pieces(body, length):
            offset = _keep_piece(upload, offset, piece)
    except DomainError as refusal:
        _drain(body)
        if isinstance(refusal, FileRefused):
            drop(upload=upload)
        raise
    return offset


def _pieces(body: Readable, length: int) -> Iterator[bytes]:
    """Pieces of PIECE bytes, the last one shorter; also what came before the line was cut."""
    while length > 0:
        wanted = min(PIECE, length)
        piece = b""
        while len(piece) < wanted and (got := _read(body, wanted - len(piece))):
            piece += got
        if piece:
            yield piece
        length = length - wanted if len(piece) == wanted else 0


def _read(body: Readable, size: int) -> bytes:
    """Nothing at the end, and nothing from a line that was cut."""
    try:
        return body.read(size)
    except OSError:
        return b""


def _drain(body: Readable) -> None:
    left = DRAIN
    while left > 0 and (got := _read(body, PIECE)):
        left -= len(got)


@transaction.atomic
def _keep_piece(upload: Upload, offset: int, piece: bytes) -> int:
    row = _locked(upload)
    if row.received != offset or row.file_id is not None:
        raise Conflict(_("The upload goes on at another place."), code="upload_offset")
    if offset == 0 and len(piece) >= min(HEAD_BYTES, row.size):  # else only `finish` can tell
        check_file(row.name, piece[:HEAD_BYTES], row.size, limits=limits())
    parts.keep(row.public_id, offset, piece)
    row.received = offset + len(piece)
    row.expires_at = now() + LIFE
    row.save(update_fields=["received", "expires_at"])
    return row.received


def _locked(upload: Upload) -> Upload:
    """The row, alone. Raises `DomainError` (423) while another request has it."""
    try:
        with transaction.atomic():
            return Upload.objects.select_for_update(nowait=True).get(pk=upload.pk)
    except Upload.DoesNotExist as error:
        raise NotFound(_("There is no such file.")) from error
    except DatabaseError as error:
        raise DomainError(
            _("This file is being received right now."), code="upload_locked", status=423
        ) from error


def finish(*, upload: Upload) -> File:
    """The whole file, checked and kept; again answers the same one. What is refused is gone.

    Raises `Conflict` while pieces are missing, and what `files.keep` raises.
    """
    try:
        return _finish(upload)
    except DomainError as refusal:
        if refusal.status in (415, 422, 413):
            drop(upload=upload)
        raise
    except FileNotFoundError as error:  # a restored backup has no pieces
        drop(upload=upload)
        raise _expired() from error


@transaction.atomic
def _finish(upload: Upload) -> File:
    row = _locked(upload)
    if row.file is not None:
        return row.file
    if row.received != row.size:
        raise Conflict(_("The upload goes on at another place."), code="upload_offset")
    file = keep(
        ticket=row.ticket,
        name=row.name,
        source=lambda: parts.whole(row.public_id, row.size),
        size=row.size,
        agent=row.agent,
        customer=row.ticket.customer if row.agent is None else None,
        upload=row,
    )
    row.file = file
    row.save(update_fields=["file"])
    transaction.on_commit(lambda: parts.drop(row.public_id))
    return file


def drop(*, upload: Upload) -> None:
    """Give an upload up; its pieces go too."""
    Upload.objects.filter(pk=upload.pk).delete()
    parts.drop(upload.public_id)
