"""Clean text for storage, and a folded view of it for detection.

Storage: broken surrogates become U+FFFD, control characters and bidirectional
embeddings, overrides and isolates go (they make a text read other than it is: Trojan
Source, CVE-2021-42574), line ends become `\\n`, and the whole is NFC (UAX 15).
Detection: compatibility forms are folded (full-width letters, ligatures) and
characters without width are left out, so that they cannot hide a secret.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# What may join the character before it under NFC.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1161-\u11ff"
    "\u3099\u309a\u20d0-\u20ff\ufe20-\ufe2f"
)


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where the pieces of a rewritten text came from: parallel lists of piece starts, and
    the two lengths as the last entries. Pieces of one length in both map by character."""

    new: list[int]
    old: list[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the old text that covers [start, end) of the new one (not empty)."""
        first = bisect_right(self.new, start) - 1
        last = bisect_right(self.new, end - 1) - 1
        first_old, last_old = self.old[first], self.old[last + 1]
        if self._same(first):
            first_old += start - self.new[first]
        if self._same(last):
            last_old -= self.new[last + 1] - end
        return first_old, last_old

    def _same(self, piece: int) -> bool:
        return self.new[piece + 1] - self.new[piece] == self.old[piece + 1] - self.old[piece]


def _rewrite(
    text: str, pattern: re.Pattern[str], replace: Callable[[str], str]
) -> tuple[str, Offsets]:
    """`text` with each match replaced, and the offsets."""
    pieces: list[str] = []
    new, old = [0], [0]
    at = length = 0
    for found in pattern.finditer(text):
        start, end = found.span()
        if start > at:
            pieces.append(text[at:start])
            length += start - at
            new.append(length)
            old.append(start)
        piece = replace(found[0])
        pieces.append(piece)
        length += len(piece)
        new.append(length)
        old.append(end)
        at = end
    pieces.append(text[at:])
    new.append(length + len(text) - at)
    old.append(len(text))
    return "".join(pieces), Offsets(new, old)


def clean(text: str) -> tuple[str, Offsets | None]:
    """`text` as it may be stored, and the way back to what was given (None: unchanged)."""
    if _UNCLEAN.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text, None
    lines = re.sub("\r(?!\n)", "\n", text) if "\r" in text else text  # same length
    changing = "".join(sorted(c for c in set(lines) if _clean_piece(c) != c))
    single = f"[{re.escape(changing)}]|" if changing else ""
    pattern = re.compile(f"(?s)[^{_MARKS}][{_MARKS}]+|{single}[{_MARKS}]+")
    stored, offsets = _rewrite(lines, pattern, _clean_piece)
    whole = unicodedata.normalize("NFC", stored)
    if whole != stored:  # a rare script composes over our pieces: one piece, coarse but right
        return whole, Offsets([0, len(whole)], [0, len(text)])
    return stored, offsets


def _clean_piece(piece: str) -> str:
    if _UNCLEAN.search(piece) is not None:
        piece = _UNCLEAN.sub("", re.sub("[\ud800-\udfff]", "\ufffd", piece))
    return unicodedata.normalize("NFC", piece)


class _Fold(dict[int, int]):
    """Code point to code point: compatibility forms that are one character long."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code))
        result = ord(folded) if len(folded) == 1 else code
        if result == 0x130:  # the one letter whose lower case is two characters long
            result = ord("I")
        if code < 0x10000:  # bounded memory whatever people send
            self[code] = result
        return result


_FOLD = _Fold()


def view(stored: str) -> tuple[str, Offsets | None]:
    """`stored` folded for detection, and the way back (None: same positions)."""
    if stored.isascii():
        return stored, None
    folded = stored.translate(_FOLD)
    changing = "".join(sorted(filter(_changes, set(folded))))
    if not changing:
        return folded, None
    return _rewrite(folded, re.compile(f"[{re.escape(changing)}]"), _view_piece)


@lru_cache(maxsize=8192)
def _changes(character: str) -> bool:
    return character > "\x7f" and _view_piece(character) != character


def _view_piece(character: str) -> str:
    if _INVISIBLE.match(character) is not None:
        return ""
    return unicodedata.normalize("NFKC", character).replace("\u0130", "I")
