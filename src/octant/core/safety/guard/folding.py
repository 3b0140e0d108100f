"""A text as the guard reads it: one way of writing a word, whatever it was dressed in.

`fold` keeps positions (each character becomes one), so that sentences can be quoted as they were
written; `bare` then takes one sentence's disguises off: letters spaced out (p a s s w o r d,
密-码), digits and signs for letters (p@ssw0rd), letters of another alphabet (раssword).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from octant.core.safety.links.skeleton import mixes_scripts, skeleton
from octant.kit.search.traditional import SIMPLIFIED

HAN = "\u4e00-\u9fff"
_QUOTES = dict(zip("’‘´`“”", "''''\"\"", strict=True))
_FOLDED = {ord(old): new for old, new in (SIMPLIFIED | _QUOTES).items() if len(new) == 1}
_CHANGED = re.compile(f"[{''.join(map(chr, _FOLDED))}]")
_BROKEN = re.compile("[\ud800-\udfff]")  # these have no UTF-8
# "密。码。发。给。我。": a full stop after every character ends no sentence.
_DOTTED = re.compile(f"(?:[{HAN}]。){{3,}}")
_ONE_DOTTED = re.compile(f"。[{HAN}]。")
_GAP_IN_HAN = re.compile(f"(?<=[{HAN}])[ \u3000.\\-·~^|/\\\\+]+(?=[{HAN}])")
# "p a s s w o r d": single letters with blanks or dots between them.
_SPACED = re.compile(r"\b(?:[a-z][ .\-]{1,2}){3,}[a-z]\b")
_GAPS = re.compile(r"[ .\-]+")
# A sign or digit between letters stands for one; mail addresses and references are left alone.
_LEET = re.compile(r"(?<![\w@.\-])[a-z]+[013457$@!][a-z013457$@!]*[a-z](?![\w@\-]|\.\w)")
_LETTERS = str.maketrans("013457$@!", "oieastsai")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile("[\u0370-\u058f]")
_MIXED = re.compile("[a-z][\u0370-\u058f]|[\u0370-\u058f][a-z]")


_FEW = 16  # different letters that are replaced one after another; more go by a table


class _Table(dict[int, int | str]):
    """`_FOLDED` with everything else as it is: what is missing from a table is slow to find."""

    def __missing__(self, code: int) -> int:
        if code < 0x10000:  # bounded memory whatever people send
            self[code] = code
        return code


_TABLE = _Table(_FOLDED)
# Letters, what may stand for one, and what may stand between.
_KINDS = bytes(
    ord("a") if chr(code).islower() and code < 128
    else ord("0") if chr(code) in "013457$@!"
    else ord("-") if chr(code) in " .-"
    else ord(" ")
    for code in range(256)
)  # fmt: skip
_LONG_WORD = 40
_SPACED_KINDS = re.compile(rb"-a--?a--?a")
_LEET_KINDS = re.compile(rb"a0[a0]*a")


def fold(seen: str) -> str:
    """`seen` (of `text.normalise.view`) in lower case, simplified and with plain quotes; as long
    as before."""
    low = seen.lower()
    if len(low) != len(seen):  # the few letters that grow
        low = "".join(letter.lower()[:1] or letter for letter in seen)
    if not low.isascii():
        low = _BROKEN.sub("\ufffd", low)
        changed = _CHANGED.findall("".join(set(low)))
        if len(changed) <= _FEW:
            for letter in changed:
                low = low.replace(letter, _FOLDED[ord(letter)])
        else:
            low = low.translate(_TABLE)
        if "。" in low and _ONE_DOTTED.search(low) is not None:
            low = _DOTTED.sub(lambda run: run[0].replace("。", "·"), low)
    return low


def unmarked(folded: str) -> str:
    """Without marks of Markdown; as long as before."""
    for mark in "*_>#":
        if mark in folded:
            folded = folded.replace(mark, " ")
    return folded.replace("`", "'")


def dressed(folded: str, ends: Sequence[int]) -> set[int]:
    """Numbers of the pieces, which end at `ends`, in which a word may be dressed as something else;
    most texts have none."""
    found: set[int] = set()
    for places in _places(folded):
        done = 0  # one in a piece is enough
        for at in places:
            if at >= done:
                number = min(bisect_right(ends, at), len(ends) - 1)
                found.add(number)
                done = ends[number]
    return found


def _places(folded: str) -> Iterator[Iterator[int]]:
    """Looks at the kinds of characters first, one byte each, then closer at the few places that
    are found."""
    kinds = folded.encode("ascii", "replace").translate(_KINDS)
    yield _spaced(folded, kinds)
    yield _leet(folded, kinds)
    if not folded.isascii():
        yield (found.start() for found in _GAP_IN_HAN.finditer(folded))
        if _NOT_LATIN.search(folded) is not None:
            yield (found.start() for found in _MIXED.finditer(folded))


def _spaced(folded: str, kinds: bytes) -> Iterator[int]:
    for found in _SPACED_KINDS.finditer(kinds):
        if _SPACED.search(folded, max(0, found.start() - 3), found.end() + 1) is not None:
            yield found.start()


def _leet(folded: str, kinds: bytes) -> Iterator[int]:
    for found in _LEET_KINDS.finditer(kinds):
        before = kinds[max(0, found.start() - _LONG_WORD) : found.start()]
        start = found.start() - len(before) + len(before.rstrip(b"a"))
        if _LEET.match(folded, start) is not None:
            yield start


def bare(sentence: str) -> str:
    """A folded sentence without disguises and with single blanks."""
    if not sentence.isascii():
        sentence = _GAP_IN_HAN.sub("", sentence)
        if _NOT_LATIN.search(sentence) is not None:
            sentence = _WORD.sub(_one_alphabet, sentence)
    kinds = sentence.encode("ascii", "replace").translate(_KINDS)
    if _SPACED_KINDS.search(kinds) is not None:
        sentence = _SPACED.sub(lambda run: _GAPS.sub("", run[0]), sentence)
    if _LEET_KINDS.search(kinds) is not None:
        sentence = _LEET.sub(lambda word: word[0].translate(_LETTERS), sentence)
    return " ".join(sentence.split())


def _one_alphabet(word: re.Match[str]) -> str:
    return skeleton(word[0]) if mixes_scripts(word[0]) else word[0]
