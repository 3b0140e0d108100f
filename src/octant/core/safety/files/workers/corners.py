"""The corners of a PDF that its text does not show: strings and names of its objects, comments in
its programs, words in fonts and profiles, what cameras wrote into its pictures. Used by `pdf.py`,
by its path, in the process that `start.py` limits.
"""

import re
from collections.abc import Iterator
from typing import Any

STRINGS = 2_000_000  # characters of strings that are handed on
STREAM_BYTES = 64_000_000  # of unpacked streams that are looked at: a second or two
# Runs of letters long enough for a key or a phrase, in ASCII and in UTF-16 of both orders.
_RUN = re.compile(rb"[\x20-\x7e]{24,4000}|(?:\0[\x20-\x7e]){24,4000}|(?:[\x20-\x7e]\0){24,4000}")
_COMMENT = re.compile(rb"%[^\r\n]{24,4000}")
_WALKED = 300_000


def strings(pdf: Any, pikepdf: Any) -> str:
    """What stands in the document's strings and names, a line each."""
    found: list[str] = []
    length = 0
    for text in _strings(pdf, pikepdf):
        found.append(text)
        length += len(text)
        if length > STRINGS:
            break
    return "\n".join(found)[:STRINGS]


def _strings(pdf: Any, pikepdf: Any) -> Iterator[str]:
    waiting: list[Any] = [pdf.trailer, *pdf.objects]
    for _step in range(_WALKED):
        if not waiting:
            return
        thing = waiting.pop()
        if isinstance(thing, pikepdf.String):
            yield str(thing)
        elif isinstance(thing, pikepdf.Name):
            yield str(thing)[1:]
        elif isinstance(thing, pikepdf.Array):
            waiting += [each for each in thing if _is_direct(each, pikepdf)]
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            for key, each in thing.items():
                if len(key) > 12:
                    yield key[1:]
                if _is_direct(each, pikepdf):
                    waiting.append(each)


def _is_direct(thing: Any, pikepdf: Any) -> bool:
    """What the walk over all objects would not come by; numbers and the like say nothing."""
    if isinstance(thing, (pikepdf.String, pikepdf.Name)):
        return True
    return isinstance(thing, (pikepdf.Array, pikepdf.Dictionary)) and not thing.is_indirect


def words_in_streams(pdf: Any, pikepdf: Any) -> str:
    """Comments of page programs, and runs of letters in all other streams but pictures."""
    found: list[str] = []
    left, length = STREAM_BYTES, 0
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream) or thing.get("/Subtype") == "/Image":
            continue
        try:
            data = thing.read_bytes()
        except pikepdf.PdfError:  # packed in a way that nobody here can unpack
            continue
        for run in (_COMMENT if _is_program(data) else _RUN).finditer(data):
            found.append(run[0].replace(b"\0", b"").decode("latin-1"))
            length += len(found[-1])
        left -= len(data)
        if left < 0 or length > STRINGS:
            break
    return "\n".join(found)[:STRINGS]


def _is_program(data: bytes) -> bool:
    """Whether it draws: its text is read with its page, its operators are no words."""
    return re.search(rb"(?:^|\s)(?:BT|Tj|TJ|re|cm|Do|gs)\s", data[:200_000]) is not None


def bare_pictures(pdf: Any, pikepdf: Any) -> None:
    """Take places, names and comments out of photographs that a page draws."""
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream) or thing.get("/Subtype") != "/Image":
            continue
        packed = thing.get("/Filter")
        ways = list(packed) if isinstance(packed, pikepdf.Array) else [packed]
        if len(ways) != 1 or ways[0] not in ("/DCTDecode", "/JPXDecode"):
            continue
        data = thing.read_raw_bytes()
        bare = bare_jpeg(data) if ways[0] == "/DCTDecode" else bare_jpx(data)
        if bare != data:
            thing.write(bare, filter=ways[0], decode_parms=thing.get("/DecodeParms"))


def bare_jpeg(data: bytes) -> bytes:
    """Without APP segments but JFIF and Adobe (which say how to read the colours), comments, and
    what stands behind the end (ITU T.81, B.2.4)."""
    if data[:2] != b"\xff\xd8":
        return data
    kept, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            return bytes(kept) + data[at : end + 2 if end > at else len(data)]
        colours = (marker == 0xE0 and length <= 16) or (marker == 0xEE and length <= 14)
        if colours or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept += data[at : at + 2 + length]
        at += 2 + length
    return data  # no picture in it


def bare_jpx(data: bytes) -> bytes:
    """JPEG 2000 without its boxes of XML, of programs and of free text (ISO/IEC 15444-1, I.7)."""
    if data[4:8] != b"jP  ":
        return data
    kept, at = bytearray(), 0
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        length = length or len(data) - at
        if length < 8:
            return data
        if kind not in (b"xml ", b"uuid", b"uinf", b"free", b"jp2i"):
            kept += data[at : at + length]
        at += length
    return bytes(kept)
