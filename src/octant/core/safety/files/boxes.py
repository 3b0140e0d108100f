"""MP4 and QuickTime containers (ISO/IEC 14496-12; QuickTime File Format).

The file must be boxes of known types from its first byte to its last, with pictures in it,
without tracks that are neither picture nor sound nor their clock, and without references to
other files. What tells of the place and the device (`udta`, `meta`) is found, to be blanked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from octant.core.safety.files.stream import Malformed, Stream

TOP = {
    b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"moof", b"mfra", b"sidx", b"styp",
    b"ssix", b"prft", b"pdin", b"meta", b"uuid", b"emsg", b"pnot",
}  # fmt: skip
HANDLERS = {b"vide", b"soun", b"tmcd", b"meta"}
# Their content is blanked: places, names, devices, covers.
TELLING = {b"udta", b"meta", b"uuid"}
MOOV_BYTES = 64_000_000
BOXES = 100_000
_INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"dinf", b"edts", b"mvex", b"stbl"}


@dataclass(frozen=True, slots=True)
class Box:
    """`start` and `end` are positions in the file; `body` is where its content begins."""

    kind: bytes
    start: int
    body: int
    end: int


def check(chunks: Iterable[bytes], size: int) -> list[Box]:
    """The boxes to be blanked by `blanked`. Raises Malformed."""
    stream = Stream(chunks)
    telling: list[Box] = []
    kinds: list[bytes] = []
    while stream.position < size:
        box = _top(stream, size)
        kinds.append(box.kind)
        if box.kind == b"moov":
            telling += _movie(stream.exactly(box.end - box.body), box)
        else:
            stream.skip(box.end - box.body)
        if box.kind in TELLING:
            telling.append(box)
        if len(kinds) > BOXES:
            raise Malformed("too many boxes")
    if stream.read(1):
        raise Malformed("longer than said")
    if kinds.count(b"moov") != 1 or not {b"mdat", b"moof"} & set(kinds):
        raise Malformed("no movie")
    return telling


def _top(stream: Stream, size: int) -> Box:
    start = stream.position
    head = stream.exactly(8)
    length, kind = int.from_bytes(head[:4], "big"), head[4:]
    if length == 1:
        length = int.from_bytes(stream.exactly(8), "big")
    elif length == 0 and kind == b"mdat":  # to the end of the file
        length = size - start
    end = start + length
    if kind not in TOP or end < stream.position or end > size:
        raise Malformed(f"box {kind!r}")
    if kind == b"moov" and length > MOOV_BYTES:
        raise Malformed("moov too large")
    return Box(kind, start, stream.position, end)


def _movie(data: bytes, movie: Box) -> list[Box]:
    """The telling boxes of `moov`, in positions of the file."""
    telling: list[Box] = []
    handlers: list[bytes] = []
    by, count = movie.body, 0
    waiting = [(0, len(data))]
    while waiting:
        for box in _boxes(data, *waiting.pop()):
            count += 1
            if count > BOXES or box.kind in (b"cmov", b"rmra"):
                raise Malformed("compressed, or only a reference to another movie")
            if box.kind in TELLING:
                telling.append(Box(box.kind, by + box.start, by + box.body, by + box.end))
            elif box.kind in _INSIDE:
                waiting.append((box.body, box.end))
            elif box.kind == b"hdlr":
                handlers.append(data[box.body + 4 : box.body + 12])
            elif box.kind == b"dref":
                _own_data(data, box)
    _known_tracks(handlers)
    return telling


def _boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    while at + 8 <= end:
        length, kind, body = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if length == 1:
            length, body = int.from_bytes(data[body : body + 8], "big"), body + 8
        if length == 0 and not any(data[at:end]):
            return  # QuickTime ends lists with four zeros
        if at + length < body or at + length > end:
            raise Malformed("a box larger than the one around it")
        yield Box(kind, at, body, at + length)
        at += length
    if any(data[at:end]):
        raise Malformed("bytes between boxes")


def _own_data(data: bytes, box: Box) -> None:
    """Every data reference must say (flag 1) that the data lie in this very file."""
    for entry in _boxes(data, box.body + 8, box.end):
        if not data[entry.body + 3 : entry.body + 4] == b"\x01":
            raise Malformed("data in another file")


def _known_tracks(handlers: list[bytes]) -> None:
    """QuickTime has a second handler (`dhlr`) in `minf`, for the data, which tells nothing."""
    tracks = [handler[4:] for handler in handlers if handler[:4] != b"dhlr"]
    if b"vide" not in tracks or not set(tracks) <= HANDLERS:
        raise Malformed(f"tracks {tracks!r}")


def blanked(chunks: Iterable[bytes], telling: list[Box]) -> Iterator[bytes]:
    """The file with those boxes turned into free space of zeros; nothing else moves."""
    at = 0
    for chunk in chunks:
        out = bytearray(chunk)
        for box in telling:
            _write(out, at, box.start + 4, b"free")
            _zero(out, at, box.body, box.end)
        yield bytes(out)
        at += len(chunk)


def _write(out: bytearray, at: int, start: int, what: bytes) -> None:
    for number, byte in enumerate(what):
        place = start + number - at
        if 0 <= place < len(out):
            out[place] = byte


def _zero(out: bytearray, at: int, start: int, end: int) -> None:
    first, last = max(0, start - at), min(len(out), end - at)
    if first < last:
        out[first:last] = bytes(last - first)
