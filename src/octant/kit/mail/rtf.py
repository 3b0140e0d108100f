"""Rich text as Outlook packs it into a winmail.dat: unpacked ([MS-OXRTFCP]), then as text, or as
the HTML that it was made from ([MS-OXRTFEX]). Linear in the size; nothing raises."""

import re
from dataclasses import dataclass, replace

from octant.kit.mail.charsets import decode_text
from octant.kit.mail.markup import names

MAX_RTF = 4_000_000  # bytes unpacked; no letter is longer
MAX_GROUPS = 1_000  # within each other

_WINDOW = 4096
_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,9})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SILENT = names(
    "fonttbl colortbl stylesheet info pict header footer headerl headerr footerl footerr footnote "
    "generator listtable listoverridetable object themedata datastore"
)
_SAYS = {
    "par": "\n", "line": "\n", "row": "\n", "cell": " ", "tab": "\t", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•",
}  # fmt: skip
_SIGNS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_PAGES = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 204: "cp1251", 238: "cp1250",
}  # fmt: skip


def unpack_rtf(data: bytes) -> bytes:
    """What was packed; what is cut off gives what there is of it, and what is none b""."""
    size, kind = int.from_bytes(data[4:8], "little"), data[8:12]
    if kind == b"MELA":
        return data[16 : 16 + min(size, MAX_RTF)]
    return _unpacked(data[16:], min(size, MAX_RTF)) if kind == b"LZFu" else b""


def _unpacked(data: bytes, most: int) -> bytes:
    window = bytearray(_WINDOW)
    window[: len(_KNOWN)] = _KNOWN
    end, at, out = len(_KNOWN), 0, bytearray()
    while at < len(data) and len(out) < most:
        control, at = data[at], at + 1
        for bit in range(8):
            piece, step = data[at : at + 1], 1
            if control >> bit & 1:
                pair, step = int.from_bytes(data[at : at + 2], "big"), 2
                start, length = pair >> 4, (pair & 15) + 2
                if start == end or at + 2 > len(data):  # the mark of the end
                    return bytes(out[:most])
                piece = _copied(window, start, length, end)
            for byte in piece:
                window[end] = byte
                end = (end + 1) % _WINDOW
            out += piece
            at += step
    return bytes(out[:most])


def _copied(window: bytearray, start: int, length: int, end: int) -> bytes:
    """Bytes that came before; those that are just being written repeat."""
    period = (end - start) % _WINDOW
    known = [window[(start + n) % _WINDOW] for n in range(min(length, period))]
    return bytes(known[n % len(known)] for n in range(length))


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within braces. `tag`: HTML as it was; `made`: made for readers of rich text."""

    silent: bool = False
    tag: bool = False
    made: bool = False
    fonts: bool = False
    font: int = 0
    fallback: int = 1


def read_rtf(data: bytes) -> tuple[str, str]:
    """(text, html), one of them empty."""
    reader = _Reader()
    text, at = data[:MAX_RTF].decode("latin-1"), 0
    while match := _TOKEN.match(text, at):
        at = match.end() + reader.take(match)
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.letters = bytearray()  # in the font's code page, not decoded yet
        self.groups = [_Group()]
        self.pages: dict[int, str] = {}
        self.page = "cp1252"
        self.html = self.starred = False
        self.skip = 0  # letters that stand for one that was given by its number

    def take(self, token: re.Match[str]) -> int:
        """Returns how many bytes after the token are no text."""
        word, number, byte, sign, brace, plain = token.groups()
        starred, self.starred = self.starred, sign == "*"
        if byte and not self._skips():
            self.letters.append(int(byte, 16))
        elif word:
            return self._word(word, int(number or 1), starred, numbered=number is not None)
        elif brace:
            self._brace(brace)
        elif sign in _SIGNS:
            self._say(_SIGNS[sign])
        elif plain:
            dropped = min(self.skip, len(plain))
            self.skip -= dropped
            self._say(plain[dropped:])
        return 0

    def _skips(self) -> bool:
        self.skip, skips = max(0, self.skip - 1), self.skip > 0
        return skips

    def _brace(self, brace: str) -> None:
        self._flush()
        self.skip = 0
        if brace == "{" and len(self.groups) < MAX_GROUPS:
            self.groups.append(self.groups[-1])
        elif brace == "}" and len(self.groups) > 1:
            self.groups.pop()

    def _word(self, word: str, number: int, starred: bool, *, numbered: bool) -> int:
        if word == "u":
            self._flush()
            self._say(chr(number % 0x10000))
            self.skip = self.groups[-1].fallback
        elif word in _SAYS:
            self._say(_SAYS[word])
        elif word == "bin":
            return max(0, number)
        elif word == "ansicpg":
            self.page = f"cp{number}"
        elif word == "fromhtml":
            self.html = True
        elif word == "fcharset" and self.groups[-1].fonts:
            self.pages[self.groups[-1].font] = _PAGES.get(number, self.page)
        else:
            self._mode(word, number, starred, numbered=numbered)
        return 0

    def _mode(self, word: str, number: int, starred: bool, *, numbered: bool) -> None:
        group = self.groups[-1]
        if word == "htmltag":
            changed = replace(group, tag=True)
        elif word == "htmlrtf":
            changed = replace(group, made=number != 0)
        elif word == "f":
            changed = replace(group, font=number if numbered else 0)
        elif word == "uc":
            changed = replace(group, fallback=number)
        elif starred or word in _SILENT:
            changed = replace(group, silent=True, fonts=word == "fonttbl")
        else:
            return
        self._flush()
        self.groups[-1] = changed

    def _say(self, text: str) -> None:
        self._flush()
        group = self.groups[-1]
        if not group.silent and (group.tag or not (self.html and group.made)):
            self.out.append(text)

    def _flush(self) -> None:
        letters, self.letters = bytes(self.letters), bytearray()
        if letters:
            page = self.pages.get(self.groups[-1].font, self.page)
            self._say(decode_text(letters, page)[0])

    def finish(self) -> tuple[str, str]:
        self._flush()
        said = "".join(self.out).replace("\x00", "")
        # Halves of a character outside of the first plane come one by one.
        said = said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()
        return ("", said) if self.html else (said, "")
