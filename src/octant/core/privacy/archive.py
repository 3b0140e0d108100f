"""The archive that a person gets: data.json and their files, written as a stream.

Nothing of it touches the disk unsealed: the zip is cut into chunks as it grows and goes into the
file store, which encrypts it.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from octant.core.people.models import Customer
from octant.core.ports.workspace import workspace
from octant.core.privacy.gathering import sections
from octant.core.safety import store
from octant.core.safety.files.names import safe_name
from octant.kit.clock import now

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

FORMAT = 1  # of data.json, see docs/how-to/privacy.md
FILES = "files"  # the section whose rows name bytes in the store
_encoder = DjangoJSONEncoder(ensure_ascii=False)


class _Chunks(io.RawIOBase):
    """A file that only grows; what was written is taken away chunk by chunk."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        self._kept += data
        return len(memoryview(data).cast("B"))

    def take(self) -> bytes:
        taken = bytes(self._kept)
        self._kept.clear()
        return taken


def archive(customer: Customer) -> Iterator[bytes]:
    """The zip, chunk by chunk."""
    sink = _Chunks()
    held: list[tuple[str, str]] = []  # (digest, name in the archive)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as zipped:
        yield from _entry(zipped, sink, "README.txt", [_readme().encode()])
        yield from _entry(zipped, sink, "data.json", _json(customer, held))
        for digest, name in held:
            yield from _entry(zipped, sink, name, _bytes(digest))
    yield sink.take()


def _entry(
    zipped: zipfile.ZipFile, sink: _Chunks, name: str, content: Iterable[bytes]
) -> Iterator[bytes]:
    with zipped.open(name, "w", force_zip64=True) as entry:
        for data in content:
            entry.write(data)
            if taken := sink.take():
                yield taken
    yield sink.take()


def _bytes(digest: str) -> Iterator[bytes]:
    """What the store has; nothing for a file whose bytes went as malware or with their time."""
    try:
        yield from store.get(digest)
    except FileNotFoundError:
        return


def _json(customer: Customer, held: list[tuple[str, str]]) -> Iterator[bytes]:
    head = {"format": FORMAT, "made_at": now(), "by": workspace().name}
    yield _encoder.encode(head).encode().removesuffix(b"}")
    last = ""
    for name, rows in sections(customer):
        opening = "" if name == last else ("]" if last else "") + f',\n"{name}": ['
        if opening:
            last, first = name, True
            yield opening.encode()
        for row in rows:
            line = _encoder.encode(_with_file(row, held) if name == FILES else row)
            yield (("\n" if first else ",\n") + line).encode()
            first = False
    yield b"]}\n"


def _with_file(row: dict[str, Any], held: list[tuple[str, str]]) -> dict[str, Any]:
    digest = str(row.pop("digest", ""))
    if not digest:
        return {**row, "in_archive": ""}
    name = f"files/{len(held) + 1}-{safe_name(str(row.get('name', '')))}"
    held.append((digest, name))
    return {**row, "in_archive": name}


def _readme() -> str:
    return _(
        "All data that %(brand)s support keeps about you. data.json holds it as text, the folder "
        "files what you and we sent. Times are in UTC. Keep this archive where only you can "
        "read it.\n"
    ) % {"brand": workspace().name}
