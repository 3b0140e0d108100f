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
from dataclasses import dataclass
from itertools import accumulate

_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_CLUSTER = re.compile(
    "(?s).[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1161-\u11ff"
    "\u3099\u309a\u20d0-\u20ff\ufe20-\ufe2f]*"
)


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where each piece of a rewritten text came from: parallel lists of piece starts."""

    new: list[int]
    old: list[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the old text that covers [start, end) of the new one."""
        first = bisect_right(self.new, start) - 1
        last = bisect_right(self.new, end - 1)
        return self.old[first], self.old[last]


def _rewritten(pieces: list[tuple[str, int]]) -> tuple[str, Offsets]:
    """Join (new piece, length of the old piece) and remember the offsets."""
    new = list(accumulate((len(piece) for piece, _ in pieces), initial=0))
    old = list(accumulate((length for _, length in pieces), initial=0))
    return "".join(piece for piece, _ in pieces), Offsets(new, old)


def clean(text: str) -> tuple[str, Offsets | None]:
    """`text` as it may be stored, and the way back to what was given (None: unchanged)."""
    if _UNCLEAN.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text, None
    pieces = [
        (_clean_cluster(found[0]), len(found[0])) for found in _CLUSTER.finditer(_line_ends(text))
    ]
    stored, offsets = _rewritten(pieces)
    whole = unicodedata.normalize("NFC", stored)
    if whole != stored:  # a rare script composes over our clusters: one piece, coarse but right
        return whole, Offsets([0, len(whole)], [0, len(text)])
    return stored, offsets


def _line_ends(text: str) -> str:
    """Same length: a carriage return before a line feed is a control to drop, alone a line end."""
    return re.sub("\r(?!\n)", "\n", text) if "\r" in text else text


def _clean_cluster(cluster: str) -> str:
    if cluster.isascii():
        return cluster if cluster >= " " or cluster in "\n\t" else ""
    if _UNCLEAN.search(cluster) is not None:
        cluster = re.sub("[\ud800-\udfff]", "\ufffd", cluster)
        cluster = _UNCLEAN.sub("", cluster)
    return unicodedata.normalize("NFC", cluster)


class _Fold(dict[int, int]):
    """Code point to code point: compatibility forms that are one character long."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code))
        result = ord(folded) if len(folded) == 1 and code != 0x130 else code
        if code == 0x130:  # the one letter whose lower case is two characters long
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
    if _INVISIBLE.search(folded) is None and unicodedata.is_normalized("NFKC", folded):
        return folded, None
    pieces = [(_view_piece(character), 1) for character in folded]
    return _rewritten(pieces)


def _view_piece(character: str) -> str:
    if _INVISIBLE.match(character) is not None:
        return ""
    if character == "⟦" or character == "⟧":
        return character
    return unicodedata.normalize("NFKC", character)
