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
from functools import lru_cache
from itertools import accumulate

_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# What may join the character before it under NFC.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1161-\u11ff"
    "\u3099\u309a\u20d0-\u20ff\ufe20-\ufe2f"
)
_GONE = _UNCLEAN.pattern
_GOING = _GONE[1:-1]
# A character with its marks (whatever goes may stand between), or one that changes alone.
_CLUSTER = re.compile(
    f"([^{_MARKS}]{_GONE}*[{_MARKS}][{_MARKS}{_GOING}]*|{_GONE}|[{_MARKS}]+"
    "|[\u0340-\u2fff\uf900-\ufaff])"
)


class Offsets:
    """The way back from a rewritten text to the text it was made of.

    Found only when asked for, since most texts hold nothing to report: `replace` gives
    for each match of `pattern` (one group over all of it) in the old text what stands for it
    in the new one. Pieces of one length in both map by character."""

    __slots__ = ("_length", "_new", "_old", "_pattern", "_replace", "_text")

    def __init__(
        self, text: str, pattern: re.Pattern[str], replace: Callable[[str], str], length: int
    ) -> None:
        """`length` is that of the new text."""
        self._text, self._pattern, self._replace, self._length = text, pattern, replace, length
        self._new: list[int] = []
        self._old: list[int] = []

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the old text that covers [start, end) of the new one (not empty)."""
        if not self._new:
            self._measure()
        first = bisect_right(self._new, start) - 1
        last = bisect_right(self._new, end - 1) - 1
        first_old, last_old = self._old[first], self._old[last + 1]
        if self._same(first):
            first_old += start - self._new[first]
        if self._same(last):
            last_old -= self._new[last + 1] - end
        return first_old, last_old

    def _same(self, piece: int) -> bool:
        new, old = self._new, self._old
        return new[piece + 1] - new[piece] == old[piece + 1] - old[piece]

    def _measure(self) -> None:
        pieces = self._pattern.split(self._text)  # what stays, what changes, what stays, …
        lengths = list(map(len, pieces))
        old = [0, *accumulate(lengths)]
        lengths[1::2] = map(_Lengths(self._replace).__getitem__, pieces[1::2])
        new = [0, *accumulate(lengths)]
        if new[-1] != self._length:  # a rare script composes over the pieces: coarse but right
            new, old = [0, self._length], [0, len(self._text)]
        self._new, self._old = new, old


class _Lengths(dict[str, int]):
    """A piece of text to the length of what stands for it."""

    def __init__(self, replace: Callable[[str], str]) -> None:
        self._replace = replace

    def __missing__(self, piece: str) -> int:
        length = self[piece] = len(self._replace(piece))
        return length


# What storage leaves out, and what it replaces. By patterns: a table costs a call a character.
_LEFT_OUT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]+")
_BROKEN = re.compile("[\ud800-\udfff]")


def clean(text: str) -> tuple[str, Offsets | None]:
    """`text` as it may be stored, and the way back to what was given (None: unchanged)."""
    if _UNCLEAN.search(text) is None:
        stored = unicodedata.normalize("NFC", text)  # looks fast whether it has anything to do
        if stored == text:
            return text, None
        return stored, Offsets(text, _CLUSTER, _clean_piece, len(stored))
    lines = re.sub("\r(?!\n)", "\n", text) if "\r" in text else text  # same length
    stored = _clean_piece(lines)
    return stored, Offsets(lines, _CLUSTER, _clean_piece, len(stored))


def _clean_piece(piece: str) -> str:
    return unicodedata.normalize("NFC", _BROKEN.sub("\ufffd", _LEFT_OUT.sub("", piece)))


class _Fold(dict[int, int | str]):
    """Code point to what detection sees; nothing for what has no width."""

    def __missing__(self, code: int) -> int | str:
        seen = _view_piece(chr(code))
        result = ord(seen) if len(seen) == 1 else seen
        if code < 0x10000:  # bounded memory whatever people send
            self[code] = result
        return result


_FOLD = _Fold()


# The marks of Chinese that change most often, each for one character.
_WIDE = tuple(zip("，：；！？（）\u3000", ",:;!?() ", strict=True))
# Blocks with everything else that detection may see otherwise; what stands in them is asked
# one by one. Kept coarse: 33 ranges are searched three times as fast as the exact 261.
_CHANGING = re.compile(
    "[\u00a0\u00a8\u00aa\u00ad\u00af\u00b2-\u00b5\u00b8-\u00ba\u00bc-\u00be\u0130\u0132\u0133"
    "\u013f\u0140\u0149\u017f-\u03f9\u0587-\u200f\u2011\u2017\u2024-\u2026\u202f-\u209c\u20a8"
    "\u2100-\u2189\u222c\u222d\u222f\u2230\u2329\u232a\u2460-\u24ea\u2a0c-\u3000\u3036"
    "\u3038-\u303a\u309b-\u309f\u30ff-\u33ff\ua69c-\uab69\uf900-\uffee"
    "\U00010781-\U0001f251\U0001fbf0-\U0002fa1d]"
)
# One character may stand for eighteen (U+FDFA). A text that would grow by more than this is a
# flood of them: there each is seen as the first one it stands for.
_SWELLING = 20_000
_FEW = 16  # different characters that are replaced one after another; more go by a table


def view(stored: str) -> tuple[str, Offsets | None]:
    """`stored` folded for detection, and the way back (None: same positions)."""
    if stored.isascii():
        return stored, None
    folded = stored
    for wide, plain in _WIDE:
        folded = folded.replace(wide, plain)
    if _CHANGING.search(folded) is None:
        return folded, None
    changing = sorted(filter(_changes, _CHANGING.findall("".join(set(folded)))))
    if len(changing) <= _FEW and not any(map(_changes_again, changing)):
        longest = sum(folded.count(each) * len(_view_piece(each)) for each in changing)
        replace = _first_of_piece if longest > _SWELLING + len(stored) else _view_piece
        for character in changing:
            folded = folded.replace(character, replace(character))
    else:
        replace, folded = _view_piece, stored.translate(_FOLD)
        if len(folded) > _SWELLING + 2 * len(stored):
            replace, folded = _first_of_piece, "".join(map(_first_of_piece, stored))
    resized = "".join(character for character in changing if len(replace(character)) != 1)
    if not resized:
        return folded, None
    pattern = re.compile(f"([{re.escape(resized)}])")
    return folded, Offsets(stored, pattern, replace, len(folded))


@lru_cache(maxsize=8192)
def _changes(character: str) -> bool:
    return _view_piece(character) != character


@lru_cache(maxsize=8192)
def _changes_again(character: str) -> bool:
    """Whether what it becomes would change once more (U+3164 becomes U+1160, without width)."""
    return any(map(_changes, _view_piece(character)))


def _first_of_piece(character: str) -> str:
    return _view_piece(character)[:1]


def _view_piece(character: str) -> str:
    if _INVISIBLE.match(character) is not None:
        return ""
    # The one letter whose lower case is two characters long would shift positions.
    return unicodedata.normalize("NFKC", character).replace("\u0130", "I")
