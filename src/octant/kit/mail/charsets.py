"""Bytes to text by what they are, and only then by what they say they are.

Labels lie: text labelled gb2312 is GB18030, us-ascii is UTF-8, and many mails carry no label at
all. The rules follow the WHATWG Encoding standard's aliases and what was seen in real mail.
"""

import codecs
import re

# Wider sets that hold all of the narrower one which is named (WHATWG Encoding, section 4.2).
_ALIASES = {
    "gb18030": "gb2312 gbk xgbk cp936 ms936 windows936 gb231280 xgb2312 euccn chinese csgb2312 "
    "gb18030 gb180302000 isoir58 gb xeuccn gbk18030",
    "cp1252": "iso88591 latin1 usascii ascii ansix341968 cp1252 windows1252 xansi l1 ibm819 cp819 "
    "iso646us 8859 iso8859",
    "cp950": "big5 xxbig5 cnbig5 csbig5 big5tw cp950 windows950",
    "big5hkscs": "big5hkscs",
    "cp932": "shiftjis sjis xsjis mskanji cp932 windows31j csshiftjis ms932",
    "cp949": "euckr ksc56011987 ksc5601 ksc56011989 cp949 korean windows949 csksc56011987 uhc",
    "utf-8": "utf8 utf8mb4 unicode11utf8 xunicode20utf8 cp65001 utf8bom",
    "utf-7": "utf7 unicode11utf7 xunicode20utf7 csunicode11utf7",
    "utf-16": "utf16 unicode ucs2 iso10646ucs2 csunicode",
    "utf-16-le": "utf16le",
    "utf-16-be": "utf16be",
    "utf-32": "utf32",
    "hz": "hz hzgb2312",
    "iso2022_jp_ext": "iso2022jp csiso2022jp",
    "iso2022_kr": "iso2022kr csiso2022kr",
    "euc_jis_2004": "eucjp xeucjp",
    "iso8859_8": "iso88598i iso88598e iso88598",
    "cp1254": "iso88599 latin5 cp1254 windows1254",
    "cp874": "iso885911 tis620 windows874 cp874",
    "mac_roman": "macintosh mac xmacroman macroman",
    "koi8_r": "koi8r koi8",
    "koi8_u": "koi8u koi8ru",
    "cp866": "cp866 ibm866",
    "ptcp154": "ptcp154",
}
_CODECS = {label: codec for codec, labels in _ALIASES.items() for label in labels.split()}
_CODECS |= {f"iso8859{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 10, 13, 14, 15, 16)}
_CODECS |= {f"windows{n}": f"cp{n}" for n in (1250, 1251, 1253, 1255, 1256, 1257, 1258)}
_CODECS |= {f"cp{n}": f"cp{n}" for n in (437, 850, 852, 858, 1250, 1251, 1253, 1255, 1256, 1257)}
_VAGUE = {"cp1252", "gb18030", "cp950", "cp1254"}  # labels that UTF-8 often hides under
_HALF = re.compile(r"[\ud800-\udfff]")
_HIGH = re.compile(rb"[\x80-\xff]")
_PAIR = re.compile(rb"([\x81-\xfe])([\x40-\x7e\x80-\xfe])")
# Enough to judge by; a text does not change its encoding halfway.
_SAMPLE = 20_000


def codec_for(label: str) -> str | None:
    """Python's codec for a charset label, or None if there is none that is meant for text."""
    bare = re.sub(r"[^a-z0-9]", "", label.lower().split("//")[0].split(";")[0])[:40]
    return _CODECS.get(bare) or _CODECS.get(bare.removeprefix("cs"))


def decode_text(data: bytes, label: str = "", hint: str = "") -> tuple[str, str]:
    """(text, problem): never raises; `problem` is "" or a stable code.

    `hint` is a charset that other parts of the same mail name, for bytes that name none.
    """
    if not data:
        return "", ""
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _loose(data, marked).removeprefix("\ufeff"), ""
    codec = codec_for(label) if label else None
    if codec is None:
        problem = "unknown-charset" if label and _HIGH.search(data) else ""
        return _guess(data, codec_for(hint) if hint else None), problem
    if codec in _VAGUE and _HIGH.search(data):
        return _vague(data, codec)
    return _strict_or_guess(data, codec)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _vague(data: bytes, codec: str) -> tuple[str, str]:
    """Text that is whole UTF-8 is UTF-8: others hardly ever look like it by chance."""
    text = _strict(data, "utf-8")
    if text is not None and (codec == "cp1252" or len(_HIGH.findall(data[:_SAMPLE])) >= 6):
        return text, "mislabelled-charset"
    return _strict_or_guess(data, codec)


def _strict_or_guess(data: bytes, codec: str) -> tuple[str, str]:
    if (text := _strict(data, codec)) is not None:
        return text, ""
    if codec == "cp1252":  # five bytes have no meaning in it; browsers read them as Latin-1
        return _cp1252(data), ""
    if codec == "cp950" and (text := _strict(data, "big5hkscs")) is not None:
        return text, ""
    if (text := _strict(data, "utf-8")) is not None and _HIGH.search(data):
        return text, "mislabelled-charset"
    if codec == "utf-8" and _strict(data, "gb18030") is not None and _chinese(data):
        return _loose(data, "gb18030"), "mislabelled-charset"
    return _loose(data, codec), "broken-text"


def _guess(data: bytes, hint: str | None) -> str:
    for codec in ("utf-8", hint):
        if codec and (text := _strict(data, codec)) is not None:
            return text
    if _chinese(data):
        return _loose(data, "gb18030")
    if _mostly_utf8(data):
        return _loose(data, "utf-8")
    if _traditional(data):
        return _strict(data, "cp950") or _strict(data, "big5hkscs") or _loose(data, "cp950")
    return _cp1252(data)


def _chinese(data: bytes) -> bool:
    """GB18030 shows as pairs whose halves are both high, most of them in GB 2312's rows."""
    sample = data[:_SAMPLE]
    pairs = _PAIR.findall(sample)
    common = sum(b"\xa1" <= a <= b"\xf7" and b >= b"\xa1" for a, b in pairs)
    return bool(pairs) and common >= 0.7 * len(pairs) and 2 * len(pairs) >= 0.9 * _highs(sample)


def _traditional(data: bytes) -> bool:
    """Big5's common characters lie in rows A4 to C6."""
    sample = data[:_SAMPLE]
    pairs = _PAIR.findall(sample)
    common = sum(b"\xa1" <= a <= b"\xc6" for a, _ in pairs)
    return len(pairs) >= 4 and common >= 0.8 * len(pairs)


def _highs(data: bytes) -> int:
    return len(_HIGH.findall(data))


def _mostly_utf8(data: bytes) -> bool:
    text = data[:_SAMPLE].decode("utf-8", "replace")
    good = sum(c > "\x7f" and c != "\ufffd" for c in text)
    return good > text.count("\ufffd")


def _euro(error: UnicodeError) -> tuple[str, int]:
    """Windows writes € as 0x80 in its Chinese code page (WHATWG Encoding, section 10.2.1)."""
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80:
        return "€", error.start + 1
    raise error


codecs.register_error("octant-euro", _euro)


def _whole(text: str) -> str:
    """UTF-7 may hold half a character, which nothing else can write."""
    if text.isascii() or not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return _whole(data.decode(codec, "octant-euro" if codec == "gb18030" else "strict"))
    except (UnicodeError, ValueError):
        return None


def _loose(data: bytes, codec: str) -> str:
    try:
        return _whole(data.decode(codec, "replace"))
    except (UnicodeError, ValueError):
        return data.decode("latin-1")


def _cp1252(data: bytes) -> str:
    text = _strict(data, "cp1252")
    if text is not None:
        return text
    return data.decode("latin-1").translate(_LATIN)


_LATIN = {
    code: char for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))
}
