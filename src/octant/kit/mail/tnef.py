"""Outlook's winmail.dat: the files in it, and the letter where the mail has none.

Format: [MS-OXTNEF] for the stream, [MS-OXCMSG] for the properties of attachments. Reading is
bounded by the data: every length is checked, every step goes forward, what does not add up ends it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from octant.kit.mail.charsets import decode_text
from octant.kit.mail.rtf import read_rtf, unpack_rtf

SIGNATURE = 0x223E9F78
MAX_FILES = 1_000

_ATTACHMENT_LEVEL = 2
_MESSAGE_PROPERTIES, _CODE_PAGE, _BODY = 0x9003, 0x9007, 0x800C
_RENDER, _TITLE, _DATA, _ATTACHMENT_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_LONG_NAME, _SHORT_NAME, _MIME, _CONTENT_ID, _CONTENT = 0x3707, 0x3704, 0x370E, 0x3712, 0x3701
_PLAIN, _HTML, _RICH = 0x1000, 0x1013, 0x1009
# Property types of a fixed size, and those whose size is written before them.
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_SIZED = {13, 30, 31, 258}


@dataclass(slots=True)
class TnefFile:
    """One file; strings are "" where nothing is said."""

    name: str = ""
    type: str = ""
    content_id: str = ""
    content: bytes = b""


@dataclass(slots=True)
class Tnef:
    text: str = ""
    html: str = ""
    files: list[TnefFile] = field(default_factory=list)
    code_page: str = "cp1252"


def read_tnef(data: bytes) -> Tnef | None:
    """What a TNEF stream holds, or None if the bytes are none."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE:
        return None
    found = Tnef()
    for level, attribute, value in _attributes(data):
        if level == _ATTACHMENT_LEVEL:
            _file_attribute(found, attribute, value)
        elif attribute == _CODE_PAGE and len(value) >= 4:
            found.code_page = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == _BODY:
            found.text = _string(value, found.code_page)
        elif attribute == _MESSAGE_PROPERTIES:
            _letter(found, value)
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 6  # past signature and key
    while at + 11 <= len(data):
        level, attribute, _, size = struct.unpack_from("<BHHI", data, at)
        if at + 9 + size > len(data):
            return
        yield level, attribute, data[at + 9 : at + 9 + size]
        at += 11 + size


def _file_attribute(found: Tnef, attribute: int, value: bytes) -> None:
    if attribute == _RENDER and len(found.files) < MAX_FILES:
        found.files.append(TnefFile())
    if not found.files:
        return
    file = found.files[-1]
    if attribute == _TITLE:
        file.name = file.name or _string(value, found.code_page)
    elif attribute == _DATA:
        file.content = value
    elif attribute == _ATTACHMENT_PROPERTIES:
        for name, kind, content in _properties(value):
            _file_property(file, name, kind, content, found.code_page)


def _file_property(file: TnefFile, name: int, kind: int, value: bytes, code_page: str) -> None:
    text = _text(kind, value, code_page)
    if name == _LONG_NAME and text:
        file.name = text
    elif name == _SHORT_NAME:
        file.name = file.name or text
    elif name == _MIME:
        file.type = text
    elif name == _CONTENT_ID:
        file.content_id = text.strip("<> ")
    elif name == _CONTENT and not file.content:
        file.content = value[16:] if kind == 13 else value  # an object's class id


def _letter(found: Tnef, value: bytes) -> None:
    rich = b""
    for name, kind, content in _properties(value):
        if name == _PLAIN:
            found.text = found.text or _text(kind, content, found.code_page)
        elif name == _HTML:
            found.html = decode_text(content.rstrip(b"\x00"), found.code_page)[0]
        elif name == _RICH and kind == 258:
            rich = content
    if not found.text and not found.html and rich:
        found.text, found.html = read_rtf(unpack_rtf(rich))


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(id, type, value) of a property list; the first value of those that have several."""
    if len(data) < 4:
        return
    count, at = struct.unpack_from("<I", data)[0], 4
    for _ in range(min(count, 10_000)):
        if at + 4 > len(data):
            return
        kind, name = struct.unpack_from("<HH", data, at)
        at = _past_name(data, at + 4) if name >= 0x8000 else at + 4
        many, kind = bool(kind & 0x1000), kind & 0xEFFF
        values, at = _values(data, at, kind, many)
        if at > len(data):
            return
        if values:
            yield name, kind, values[0]


def _past_name(data: bytes, at: int) -> int:
    """Past the GUID and the number or string of a named property."""
    if at + 24 > len(data):
        return len(data) + 1
    form, length = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (_padded(length) if form else 0)


def _values(data: bytes, at: int, kind: int, many: bool) -> tuple[list[bytes], int]:
    """The values at `at` and where they end; past the data if they do not fit into it."""
    beyond = len(data) + 1
    count = 1
    if many or kind in _SIZED:
        if at + 4 > len(data):
            return [], beyond
        count, at = struct.unpack_from("<I", data, at)[0], at + 4
    values = []
    for _ in range(min(count, 10_000)):
        size = _FIXED.get(kind)
        if size is None:
            if kind not in _SIZED or at + 4 > len(data):
                return [], beyond
            size, at = struct.unpack_from("<I", data, at)[0], at + 4
        values.append(data[at : at + size])
        at += _padded(size)
        if at > len(data) + 3:
            return [], beyond
    return values, at


def _padded(size: int) -> int:
    return (size + 3) & ~3


def _text(kind: int, value: bytes, code_page: str) -> str:
    if kind == 31:
        return value.decode("utf-16-le", "replace").rstrip("\x00")
    return _string(value, code_page) if kind == 30 else ""


def _string(value: bytes, code_page: str) -> str:
    return decode_text(value.split(b"\x00")[0], code_page)[0].replace("\r\n", "\n")
