"""What an opaque S/MIME signature wraps (RFC 8551, 3.5.2): the part that was signed.

Its letter is inside a binary file, which nobody can read as it is. The signature is not checked.
Nothing raises; every step goes forward in the data, and no deeper than MAX_DEPTH.
"""

MAX_DEPTH = 20

_SEQUENCE, _OCTETS, _PIECES, _EXPLICIT = 0x30, 0x04, 0x24, 0xA0
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")

Node = tuple[int, int, int]  # tag, begin and end of the content; an end of -1 is not known yet


def signed_content(data: bytes) -> bytes | None:
    """The bytes that were signed, None where this is no signature that holds them."""
    try:
        return _content(data)
    except (IndexError, ValueError):
        return None


def _content(data: bytes) -> bytes | None:
    at = _into(data, 0, _SEQUENCE)
    if not data.startswith(_SIGNED_DATA, at):
        return None
    at = _into(data, at + len(_SIGNED_DATA), _EXPLICIT)
    at = _into(data, at, _SEQUENCE)
    for _version_and_digests in range(2):
        at = _past(data, at)
    at = _past(data, _into(data, at, _SEQUENCE))  # what kind of content it is
    return _octets(data, _into(data, at, _EXPLICIT))


def _node(data: bytes, at: int) -> Node:
    tag, length, begin = data[at], data[at + 1], at + 2
    if length == 0x80:
        return tag, begin, -1
    if length > 0x80:
        width = length & 0x7F
        length, begin = int.from_bytes(data[begin : begin + width], "big"), begin + width
    if begin + length > len(data):
        raise ValueError("cut off")
    return tag, begin, begin + length


def _into(data: bytes, at: int, wanted: int) -> int:
    tag, begin, _end = _node(data, at)
    if tag != wanted:
        raise ValueError("something else")
    return begin


def _past(data: bytes, at: int, depth: int = 0) -> int:
    _tag, begin, end = _node(data, at)
    if end >= 0:
        return end
    if depth > MAX_DEPTH:
        raise ValueError("too deep")
    while data[begin : begin + 2] != b"\0\0":
        begin = _past(data, begin, depth + 1)
    return begin + 2


def _octets(data: bytes, at: int) -> bytes:
    """A string of octets, whole or in pieces."""
    tag, begin, end = _node(data, at)
    if tag == _OCTETS and end >= 0:
        return data[begin:end]
    if tag != _PIECES:
        raise ValueError("no octets")
    pieces = []
    while begin < end or (end < 0 and data[begin : begin + 2] != b"\0\0"):
        piece, start, stop = _node(data, begin)
        if piece != _OCTETS or stop < 0:
            raise ValueError("no octets")
        pieces.append(data[start:stop])
        begin = stop
    return b"".join(pieces)
