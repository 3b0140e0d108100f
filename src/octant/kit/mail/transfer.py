"""Transfer encodings undone, and flowed text unfolded (RFC 2045, 3676)."""

import binascii
import re

from octant.kit.mail.headers import loose_base64

_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} .*\r?\n", re.MULTILINE)
SAMPLE = 100_000  # bytes; enough to tell letters from base64
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")


def decode_transfer(data: bytes, encoding: bytes) -> tuple[bytes, str]:
    """(decoded bytes, problem): what cannot be decoded comes back as it is."""
    name = encoding.decode("latin-1").split(";")[0].strip().strip('"').lower()
    if name == "base64":
        return _base64(data)
    if name in ("quoted-printable", "quoted-printeable", "quopri"):
        return binascii.a2b_qp(data), ""
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uuencoded(data)
    known = name in ("", "7bit", "8bit", "binary", "7-bit", "8-bit")
    return data, "" if known else "unknown-transfer-encoding"


def _base64(data: bytes) -> tuple[bytes, str]:
    text = data.strip()
    if not text:
        return b"", ""
    stray = len(_NOT_BASE64.findall(text[:SAMPLE]))
    if stray > 0.03 * min(len(text), SAMPLE):  # a letter that only says it is base64
        return data, "broken-base64"
    return loose_base64(text), "broken-base64" if stray else ""


def _uuencoded(data: bytes) -> tuple[bytes, str]:
    begin = _UU_BEGIN.search(data)
    if begin is None:
        return data, "broken-uuencode"
    out = []
    for line in data[begin.end() :].splitlines():
        if line.strip() in (b"end", b"`", b"===="):
            break
        out.append(_uu_line(line))
    return b"".join(out), ""


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0  # trailing garbage
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""


_QUOTE = re.compile(r">*")


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the lines of format=flowed text into paragraphs, each depth of quoting by itself."""
    out: list[str] = []
    paragraph, depth = "", -1
    for line in text.split("\n"):
        quote = _QUOTE.match(line)
        level = quote.end() if quote else 0
        content = line[level:].removeprefix(" ")
        flowed = content.endswith(" ") and content != "-- "
        if depth >= 0 and (depth != level or content == "-- "):
            out.append(_quoted(paragraph, depth))
            paragraph, depth = "", -1
        joined = paragraph + content
        if flowed:
            paragraph, depth = joined[:-1] if delete_space else joined, level
            continue
        out.append(_quoted(joined, level))
        paragraph, depth = "", -1
    if depth >= 0:
        out.append(_quoted(paragraph, depth))
    return "\n".join(out)


def _quoted(text: str, depth: int) -> str:
    return f"{'>' * depth} {text}" if depth else text
