"""WebM containers (RFC 8794 EBML, RFC 9559 Matroska, the WebM project's subset).

The file must be elements of known kinds from its first byte to its last, with pictures, with
codecs that WebM allows, without attachments. Recorders in browsers leave the sizes of the
segment and of clusters open (RFC 8794, 6.2): their end is where the next known element stands.
"""

from collections.abc import Iterable

from octant.core.safety.files.stream import Malformed, Stream

HEADER, SEGMENT = 0x1A45DFA3, 0x18538067
TRACKS, CLUSTER, ATTACHMENTS = 0x1654AE6B, 0x1F43B675, 0x1941A469
# SeekHead, Info, Tags, Cues, Chapters, Void, CRC-32
PASSED = {0x114D9B74, 0x1549A966, 0x1254C367, 0x1C53BB6B, 0x1043A770, 0xEC, 0xBF}
# In a cluster: timestamp, block, block group, previous size, position, Void, CRC-32
IN_CLUSTER = {0xE7, 0xA3, 0xA0, 0xAB, 0xA7, 0xEC, 0xBF}
DOC_TYPE, ENTRY, TRACK_TYPE, CODEC = 0x4282, 0xAE, 0x83, 0x86
PICTURE, SOUND = 1, 2
CODECS = {b"V_VP8", b"V_VP9", b"V_AV1", b"A_OPUS", b"A_VORBIS"}
SMALL = 1_000_000
ELEMENTS = 2_000_000


def check(chunks: Iterable[bytes], size: int) -> None:
    """Raises Malformed for anything but a whole WebM with a picture track."""
    stream = Stream(chunks)
    kind, length = _element(stream)
    if kind != HEADER or length is None or length > 4096:
        raise Malformed("no EBML header")
    header = dict(_children(stream.exactly(length)))
    if header.get(DOC_TYPE, b"").rstrip(b"\0") != b"webm":
        raise Malformed("not WebM")
    kind, length = _element(stream)
    end = size if length is None else stream.position + length
    if kind != SEGMENT or end != size:
        raise Malformed("something before or behind the segment")
    _segment(stream, end)
    if stream.read(1):
        raise Malformed("longer than said")


def _segment(stream: Stream, end: int) -> None:
    pictured, open_cluster, count = False, False, 0
    while stream.position < end:
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
        if kind == TRACKS and length <= SMALL:
            pictured = _pictured(stream.exactly(length)) or pictured
        elif kind in PASSED or in_cluster:
            _pass(stream, length, end)
        else:
            raise Malformed(f"element {kind:#x}")
    if not pictured:
        raise Malformed("no pictures")


def _pass(stream: Stream, length: int | None, end: int) -> None:
    if length is None or stream.position + length > end:
        raise Malformed("an element larger than the file")
    stream.skip(length)


def _pictured(tracks: bytes) -> bool:
    """Whether there is a picture track. Raises Malformed for other tracks than we take."""
    kinds = []
    for kind, body in _children(tracks):
        if kind != ENTRY:
            continue
        entry = dict(_children(body))
        kinds.append(int.from_bytes(entry.get(TRACK_TYPE, b""), "big"))
        if entry.get(CODEC, b"").rstrip(b"\0") not in CODECS:
            raise Malformed("a codec that WebM does not have")
    if not set(kinds) <= {PICTURE, SOUND}:
        raise Malformed("a track that is neither picture nor sound")
    return PICTURE in kinds


def _children(data: bytes) -> list[tuple[int, bytes]]:
    """(kind, content) of each element, each of known size, nothing left over."""
    stream, found = Stream([data]), []
    while stream.position < len(data):
        kind, length = _element(stream)
        if length is None:
            raise Malformed("an open size where none may be")
        found.append((kind, stream.exactly(length)))
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
