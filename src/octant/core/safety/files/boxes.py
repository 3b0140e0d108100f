"""MP4 and QuickTime containers (ISO/IEC 14496-12; QuickTime File Format).

The file must be boxes of known types from its first byte to its last, with pictures in it,
without tracks that are neither picture nor sound nor their clock, and without references to
other files. What tells of places, people and devices, and whatever no player needs, is found, to
be blanked: nothing moves, since tables in the movie name positions in the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from octant.core.safety.files.stream import Malformed, Stream

TOP = {
    b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"moof", b"mfra", b"sidx", b"styp",
    b"ssix", b"prft", b"pdin", b"meta", b"uuid", b"emsg", b"pnot",
}  # fmt: skip
HANDLERS = {b"vide", b"soun", b"tmcd", b"meta"}
# Of the boxes at the top, what is blanked: places, names, covers, events, free space.
TELLING = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"emsg", b"pnot", b"prft"}
# In a movie and its fragments everything is, but what players need (ISO/IEC 14496-12, table 1).
NEEDED = {
    b"mvhd", b"trak", b"tkhd", b"tref", b"trgr", b"edts", b"elst", b"mdia", b"mdhd", b"hdlr",
    b"elng", b"minf", b"vmhd", b"smhd", b"hmhd", b"nmhd", b"sthd", b"gmhd", b"dinf", b"dref",
    b"stbl", b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64",
    b"stss", b"stps", b"stsh", b"padb", b"stdp", b"sdtp", b"sbgp", b"sgpd", b"subs", b"saiz",
    b"saio", b"mvex", b"mehd", b"trex", b"leva", b"iods", b"tapt", b"mfhd", b"traf", b"tfhd",
    b"tfdt", b"trun", b"senc",
}  # fmt: skip
FREE = b"free"
MOOV_BYTES = 64_000_000
BOXES = 100_000
_INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"dinf", b"edts", b"mvex", b"stbl", b"traf"}


@dataclass(frozen=True, slots=True)
class Box:
    """`start` and `end` are positions in the file; `body` is where its content begins."""

    kind: bytes
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Blank:
    """Bytes of the file to be zeroed, `start` to `end`; `kind` is where the name of their box
    stands, which becomes free space, or -1 where the box stays what it is."""

    start: int
    end: int
    kind: int = -1


def check(chunks: Iterable[bytes], size: int) -> list[Blank]:
    """What is to be blanked, by `blanked`. Raises Malformed."""
    stream = Stream(chunks)
    telling: list[Blank] = []
    kinds: list[bytes] = []
    while stream.position < size:
        box = _top(stream, size)
        kinds.append(box.kind)
        if box.kind == b"moov":
            telling += _movie(stream.exactly(box.end - box.body), box)
        elif box.kind == b"moof":
            telling += _inside(stream.exactly(box.end - box.body), box)[0]
        else:
            stream.skip(box.end - box.body)
        if box.kind in TELLING:
            telling.append(_freed(box, 0))
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
    if kind in (b"moov", b"moof") and length > MOOV_BYTES:
        raise Malformed("moov too large")
    return Box(kind, start, stream.position, end)


def _movie(data: bytes, movie: Box) -> list[Blank]:
    """What of `moov` is to be blanked. Raises Malformed for tracks that we do not take."""
    telling, handlers = _inside(data, movie)
    _known_tracks(handlers)
    return telling


def _inside(data: bytes, around: Box) -> tuple[list[Blank], list[bytes]]:
    """(what of a box's content is to be blanked, in positions of the file; its handlers)."""
    telling: list[Blank] = []
    handlers: list[bytes] = []
    by, count = around.body, 0
    waiting = [(0, len(data))]
    while waiting:
        for box in _boxes(data, *waiting.pop()):
            count += 1
            if count > BOXES or box.kind in (b"cmov", b"rmra"):
                raise Malformed("compressed, or only a reference to another movie")
            if box.kind not in NEEDED:
                telling.append(_freed(box, by))
            elif box.kind in _INSIDE:
                waiting.append((box.body, box.end))
            elif box.kind == b"hdlr":
                handlers.append(data[box.body + 4 : box.body + 12])
                telling.append(Blank(by + min(box.body + 24, box.end), by + box.end))  # its name
            elif box.kind == b"dref":
                telling += _own_data(data, box, by)
    return telling, handlers


def _freed(box: Box, by: int) -> Blank:
    return Blank(by + box.body, by + box.end, by + box.start + 4)


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


def _own_data(data: bytes, box: Box, by: int) -> Iterator[Blank]:
    """Every data reference must say (flag 1) that the data lie in this very file; then an address
    behind it means nothing."""
    for entry in _boxes(data, box.body + 8, box.end):
        if not data[entry.body + 3 : entry.body + 4] == b"\x01":
            raise Malformed("data in another file")
        yield Blank(by + entry.body + 4, by + entry.end)


def _known_tracks(handlers: list[bytes]) -> None:
    """QuickTime has a second handler (`dhlr`) in `minf`, for the data, which tells nothing."""
    tracks = [handler[4:] for handler in handlers if handler[:4] != b"dhlr"]
    if b"vide" not in tracks or not set(tracks) <= HANDLERS:
        raise Malformed(f"tracks {tracks!r}")


def blanked(chunks: Iterable[bytes], telling: list[Blank]) -> Iterator[bytes]:
    """The file with all of that zeroed; nothing else moves."""
    at, waiting = 0, telling
    for chunk in chunks:
        out = bytearray(chunk)
        for blank in waiting:
            if blank.kind >= 0:
                _write(out, at, blank.kind, FREE)
            _zero(out, at, blank.start, blank.end)
        yield bytes(out)
        at += len(chunk)
        waiting = [each for each in waiting if max(each.end, each.kind + 4) > at]


def _write(out: bytearray, at: int, start: int, what: bytes) -> None:
    for number, byte in enumerate(what):
        place = start + number - at
        if 0 <= place < len(out):
            out[place] = byte


def _zero(out: bytearray, at: int, start: int, end: int) -> None:
    first, last = max(0, start - at), min(len(out), end - at)
    if first < last:
        out[first:last] = bytes(last - first)
