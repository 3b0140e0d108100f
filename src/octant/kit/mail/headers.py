"""Header fields: unfolding, encoded words, parameters, and a mapping that holds several of a name.

RFC 5322 (fields), RFC 2047 (encoded words), RFC 2231 (parameters), read as leniently as mail is
written: raw bytes, words split inside a character, file names in any of five wrong ways.
"""

import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from octant.kit.mail.charsets import decode_text

# Beyond these a mail is an attack, not a letter: 2,000 fields, 64 kB in one of them.
MAX_FIELDS = 2_000
MAX_VALUE = 64 * 1024
MAX_BLOCK = 1024 * 1024

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*)(?:\?=|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\r\n\t]+")
_PARAMETER = re.compile(
    rb""";\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|\\?$)|([^;]*))""", re.DOTALL
)

Fields = list[tuple[str, bytes]]


def read_fields(block: bytes) -> Fields:
    """(lower-case name, unfolded raw value) of each field of a header block, in order."""
    fields: Fields = []
    for line in block.split(b"\n"):
        line = line.rstrip(b"\r")
        if line[:1] in (b" ", b"\t") and fields:
            name, value = fields[-1]
            if len(value) < MAX_VALUE:
                fields[-1] = (name, value + b"\n" + line)
        elif match := _FIELD.match(line):
            if len(fields) >= MAX_FIELDS:
                break
            fields.append((match[1].decode("ascii").lower(), match[2][:MAX_VALUE]))
    return [(name, value.replace(b"\n", b"").strip()[:MAX_VALUE]) for name, value in fields]


def is_field(line: bytes) -> bool:
    """Whether a line can stand in a header block."""
    return line[:1] in (b" ", b"\t") or _FIELD.match(line) is not None


class Headers:
    """Decoded fields by name, in any case; several of one name are kept in their order."""

    __slots__ = ("_fields", "_hint", "_seen")

    def __init__(self, fields: Fields, hint: str = "") -> None:
        self._fields, self._hint = fields, hint
        self._seen: dict[int, str] = {}

    def raw(self, name: str) -> bytes:
        """The first field's undecoded value, b"" if there is none."""
        wanted = name.lower()
        return next((value for each, value in self._fields if each == wanted), b"")

    def raws(self, name: str) -> list[bytes]:
        wanted = name.lower()
        return [value for each, value in self._fields if each == wanted]

    def get(self, name: str, default: str = "") -> str:
        """The first field's decoded value."""
        return next(iter(self.all(name)), default)

    def all(self, name: str) -> list[str]:
        """The decoded values of every field of that name."""
        wanted = name.lower()
        return [self._value(at) for at, (each, _) in enumerate(self._fields) if each == wanted]

    def items(self) -> Iterator[tuple[str, str]]:
        """(lower-case name, decoded value), in the mail's order."""
        for at, (name, _) in enumerate(self._fields):
            yield name, self._value(at)

    def _value(self, at: int) -> str:
        if at not in self._seen:
            self._seen[at] = decode_value(self._fields[at][1], self._hint)
        return self._seen[at]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and any(each == name.lower() for each, _ in self._fields)

    def __getitem__(self, name: str) -> str:
        if name not in self:
            raise KeyError(name)
        return self.get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for name, _ in self._fields))

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Headers({list(self)})"


def decode_value(raw: bytes, hint: str = "") -> str:
    """A field's value as one line of text: raw bytes read, encoded words decoded."""
    text, _ = decode_text(raw, hint=hint)
    return clean_line(decode_words(text) if "=?" in text else text)


def clean_line(text: str) -> str:
    """One line without control characters, so that nothing can smuggle in another field."""
    return _CONTROL.sub(" ", text).strip()


def decode_words(text: str) -> str:
    """Encoded words (RFC 2047) to text; neighbours of one charset are joined before decoding,
    since many writers cut words inside a character."""
    out: list[str] = []
    waiting, charset, end = b"", "", 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        label = match[1].split("*")[0]
        if waiting and (between.strip() or label.lower() != charset):
            out.append(decode_text(waiting, charset)[0])
            waiting = b""
        if between.strip() or not end:
            out.append(between)
        waiting, charset, end = waiting + _word_bytes(match), label.lower(), match.end()
    if waiting:
        out.append(decode_text(waiting, charset)[0])
    return "".join([*out, text[end:]])


def _word_bytes(match: re.Match[str]) -> bytes:
    data = match[3].encode("utf-8", "surrogateescape")
    if match[2] in "qQ":
        return binascii.a2b_qp(data.replace(b"_", b" ").replace(b"\n", b""), header=False)
    return loose_base64(data)


def loose_base64(data: bytes) -> bytes:
    """Base64 with whatever is wrong in it left out; what can be read is read."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        clean = clean[: len(clean) - (len(clean) % 4 == 1)]
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def read_parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """("text/plain", {"charset": "utf-8"}) of a structured field such as Content-Type.

    Joins RFC 2231 pieces, decodes its charsets, and encoded words where they are forbidden.
    """
    head, _, _ = raw.partition(b";")
    plain: dict[str, bytes] = {}
    pieces: dict[str, list[tuple[int, bytes, bool]]] = {}
    for match in _PARAMETER.finditer(raw[:MAX_VALUE]):
        name = match[1].decode("latin-1").lower()
        value = match[3].strip() if match[2] is None else re.sub(rb"\\(.)", rb"\1", match[2])
        base, star, rest = name.partition("*")
        if not star:
            plain.setdefault(base, value)
            continue
        number = rest.rstrip("*")
        order = int(number) if number.isdecimal() and len(number) < 5 else 0
        pieces.setdefault(base, []).append((order, value, name.endswith("*")))
    found = {name: decode_value(value) for name, value in plain.items()}
    found |= {name: _joined(parts) for name, parts in pieces.items()}
    return head.decode("latin-1").strip().lower(), found


def _joined(parts: list[tuple[int, bytes, bool]]) -> str:
    parts.sort(key=lambda each: each[0])
    charset, whole = "", b""
    for at, (_, value, encoded) in enumerate(parts):
        if encoded:
            if at == 0 and value.count(b"'") >= 2:
                label, _, value = value.split(b"'", 2)
                charset = label.decode("latin-1")
            value = unquote_to_bytes(value)
        whole += value
    text = decode_text(whole, charset)[0]
    return clean_line(decode_words(text) if "=?" in text else text)
