"""WebM containers (RFC 8794 EBML, RFC 9559 Matroska, the WebM project's subset).

The file must be elements of known kinds from its first byte to its last, with pictures, with
codecs that WebM allows, without attachments. Recorders in browsers leave the sizes of the
segment and of clusters open (RFC 8794, 6.2): their end is where the next known element stands.
What tells of people and programs is found, to be blanked: tags and chapters become void elements
of their length, names become zeros, which end a string (RFC 8794, 7.4), so that nothing moves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from octant.core.safety.files.stream import Malformed, Stream

HEADER, SEGMENT = 0x1A45DFA3, 0x18538067
TRACKS, CLUSTER, ATTACHMENTS = 0x1654AE6B, 0x1F43B675, 0x1941A469
# SeekHead, Info, Tags, Cues, Chapters, Void, CRC-32
PASSED = {0x114D9B74, 0x1549A966, 0x1254C367, 0x1C53BB6B, 0x1043A770, 0xEC, 0xBF}
# In a cluster: timestamp, block, block group, previous size, position, Void, CRC-32
IN_CLUSTER = {0xE7, 0xA3, 0xA0, 0xAB, 0xA7, 0xEC, 0xBF}
DOC_TYPE, ENTRY, TRACK_TYPE, CODEC = 0x4282, 0xAE, 0x83, 0x86
VOID, CHECK = 0xEC, 0xBF
HEAD = {0x4286, 0x42F7, 0x42F2, 0x42F3, DOC_TYPE, 0x4287, 0x4285, VOID, CHECK}
INFO = 0x1549A966
TELLING = {0x1254C367, 0x1043A770}  # Tags, Chapters
# Title, MuxingApp, WritingApp, file names, ids and date; of a track its name, its codec's name,
# settings, addresses for information and download.
NAMES = {
    0x7BA9, 0x4D80, 0x5741, 0x7384, 0x3C83AB, 0x3E83BB, 0x73A4, 0x3CB923, 0x3EB923, 0x4444,
    0x4461, 0x536E, 0x258688, 0x3A9697, 0x3B4040, 0x26B240,
}  # fmt: skip
PICTURE, SOUND = 1, 2
CODECS = {b"V_VP8", b"V_VP9", b"V_AV1", b"A_OPUS", b"A_VORBIS"}
SMALL = 1_000_000
ELEMENTS = 2_000_000


@dataclass(frozen=True, slots=True)
class Patch:
    """`head` is written at `start`; from behind it to `end` come zeros."""

    start: int
    head: bytes
    end: int


def check(chunks: Iterable[bytes], size: int) -> list[Patch]:
    """What is to be blanked. Raises Malformed for anything but a whole WebM with a picture
    track."""
    stream = Stream(chunks)
    kind, length = _element(stream)
    if kind != HEADER or length is None or length > 4096:
        raise Malformed("no EBML header")
    header = {kind: body for kind, body, _at in _children(stream.exactly(length))}
    if header.get(DOC_TYPE, b"").rstrip(b"\0") != b"webm" or not set(header) <= HEAD:
        raise Malformed("not WebM")
    kind, length = _element(stream)
    end = size if length is None else stream.position + length
    if kind != SEGMENT or end != size:
        raise Malformed("something before or behind the segment")
    patches = _segment(stream, end)
    if stream.read(1):
        raise Malformed("longer than said")
    return patches


def _segment(stream: Stream, end: int) -> list[Patch]:
    pictured, open_cluster, count = False, False, 0
    patches: list[Patch] = []
    while stream.position < end:
        start = stream.position
        kind, length = _element(stream)
        count += 1
        if kind == CLUSTER:
            open_cluster = length is None
            if not open_cluster:
                _pass(stream, length, end)
            continue
        in_cluster = open_cluster and kind in IN_CLUSTER
        if length is None or count > ELEMENTS:
            raise Malformed("an open size where none may be")
        if kind in (TRACKS, INFO) and length <= SMALL:
            at, body = stream.position, stream.exactly(length)
            pictured = (kind == TRACKS and _pictured(body)) or pictured
            patches += _names(body, at, inner=kind == TRACKS)
        elif kind in PASSED or in_cluster:
            if kind in (*TELLING, VOID, CHECK):
                patches.append(_void(start, stream.position + length))
            _pass(stream, length, end)
        else:
            raise Malformed(f"element {kind:#x}")
    if not pictured:
        raise Malformed("no pictures")
    return patches


def _void(start: int, end: int) -> Patch:
    """A void element in place of the one that stands there, of the same length in all."""
    whole = end - start
    for width in range(1, 9):
        length = whole - 1 - width
        if 0 <= length < (1 << 7 * width) - 1:
            size = (length | 1 << 7 * width).to_bytes(width, "big")
            return Patch(start, bytes([VOID]) + size, end)
    raise Malformed("an element without room")


def _names(body: bytes, at: int, *, inner: bool) -> Iterator[Patch]:
    """Names in the info or, with `inner`, in the entries of the tracks; `at` is where the body
    stands in the file."""
    for kind, content, start in _children(body):
        end = start + _span(body, start)
        if kind in (VOID, CHECK):
            yield _void(at + start, at + end)
        elif kind in NAMES:
            yield Patch(at + end - len(content), b"", at + end)
        elif inner and kind == ENTRY:
            yield from _names(content, at + end - len(content), inner=False)


def _span(data: bytes, start: int) -> int:
    """How long the element that starts there is, head and content."""
    stream = Stream([data[start:]])
    _kind, length = _element(stream)
    return stream.position + (length or 0)


def blanked(chunks: Iterable[bytes], patches: list[Patch]) -> Iterator[bytes]:
    """The file with all of that blanked; nothing else moves."""
    at, waiting = 0, patches
    for chunk in chunks:
        out = bytearray(chunk)
        for patch in waiting:
            first, last = max(0, patch.start - at), min(len(out), patch.end - at)
            if first < last:
                new = patch.head.ljust(patch.end - patch.start, b"\0")
                out[first:last] = new[first + at - patch.start : last + at - patch.start]
        yield bytes(out)
        at += len(chunk)
        waiting = [each for each in waiting if each.end > at]


def _pass(stream: Stream, length: int | None, end: int) -> None:
    if length is None or stream.position + length > end:
        raise Malformed("an element larger than the file")
    stream.skip(length)


def _pictured(tracks: bytes) -> bool:
    """Whether there is a picture track. Raises Malformed for other tracks than we take."""
    kinds = []
    for kind, body, _at in _children(tracks):
        if kind != ENTRY:
            continue
        entry = {kind: content for kind, content, _start in _children(body)}
        kinds.append(int.from_bytes(entry.get(TRACK_TYPE, b""), "big"))
        if entry.get(CODEC, b"").rstrip(b"\0") not in CODECS:
            raise Malformed("a codec that WebM does not have")
    if not set(kinds) <= {PICTURE, SOUND}:
        raise Malformed("a track that is neither picture nor sound")
    return PICTURE in kinds


def _children(data: bytes) -> list[tuple[int, bytes, int]]:
    """(kind, content, where it starts) of each element, each of known size, nothing left over."""
    stream, found = Stream([data]), []
    while stream.position < len(data):
        start = stream.position
        kind, length = _element(stream)
        if length is None:
            raise Malformed("an open size where none may be")
        found.append((kind, stream.exactly(length), start))
    return found


def _element(stream: Stream) -> tuple[int, int | None]:
    """(kind, size of the content or None for an open one)."""
    first = stream.exactly(1)
    width = 9 - first[0].bit_length()
    if width > 4:
        raise Malformed("no element")
    kind = int.from_bytes(first + stream.exactly(width - 1), "big")
    first = stream.exactly(1)
    width = 9 - first[0].bit_length()
    if width > 8:
        raise Malformed("no size")
    bits = 7 * width
    length = int.from_bytes(first + stream.exactly(width - 1), "big") & ((1 << bits) - 1)
    return kind, None if length == (1 << bits) - 1 else length
