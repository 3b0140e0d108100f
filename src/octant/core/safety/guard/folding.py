"""A text as the guard reads it: one way of writing a word, whatever it was dressed in.

`fold` keeps positions (each character becomes one), so that sentences can be quoted as they were
written; `bare` then takes one sentence's disguises off: letters spaced out (p a s s w o r d,
密-码), digits and signs for letters (p@ssw0rd), letters of another alphabet (раssword).
"""

import re
from collections.abc import Iterator

from octant.core.safety.links.skeleton import mixes_scripts, skeleton
from octant.kit.search.traditional import SIMPLIFIED

HAN = "\u4e00-\u9fff"
_QUOTES = dict(zip("’‘´`“”", "''''\"\"", strict=True))
_FOLDED = {ord(old): new for old, new in (SIMPLIFIED | _QUOTES).items() if len(new) == 1}
_CHANGED = re.compile(f"[{''.join(map(chr, _FOLDED))}]")
# "密。码。发。给。我。": a full stop after every character ends no sentence.
_DOTTED = re.compile(f"(?:[{HAN}]。){{3,}}")
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


def fold(seen: str) -> str:
    """`seen` (of `text.normalise.view`) in lower case, simplified and with plain quotes; as long
    as before."""
    low = seen.lower()
    if len(low) != len(seen):  # the few letters that grow
        low = "".join(letter.lower()[:1] or letter for letter in seen)
    if not low.isascii():
        if _CHANGED.search(low) is not None:
            low = low.translate(_FOLDED)
        low = _DOTTED.sub(lambda run: run[0].replace("。", "·"), low)
    return low


def unmarked(folded: str) -> str:
    """Without marks of Markdown; as long as before."""
    for mark in "*_>#":
        if mark in folded:
            folded = folded.replace(mark, " ")
    return folded.replace("`", "'")


def disguises(folded: str) -> Iterator[int]:
    """Where a word may be dressed as something else; most texts have none."""
    patterns = [_SPACED, _LEET]
    if not folded.isascii():
        patterns += [_GAP_IN_HAN] + [_MIXED] * bool(_NOT_LATIN.search(folded))
    for pattern in patterns:
        for found in pattern.finditer(folded):
            yield found.start()


def bare(sentence: str) -> str:
    """A folded sentence without disguises and with single blanks."""
    if not sentence.isascii():
        sentence = _GAP_IN_HAN.sub("", sentence)
        if _NOT_LATIN.search(sentence) is not None:
            sentence = _WORD.sub(_one_alphabet, sentence)
    sentence = _SPACED.sub(lambda run: _GAPS.sub("", run[0]), sentence)
    sentence = _LEET.sub(lambda word: word[0].translate(_LETTERS), sentence)
    return " ".join(sentence.split())


def _one_alphabet(word: re.Match[str]) -> str:
    return skeleton(word[0]) if mixes_scripts(word[0]) else word[0]
