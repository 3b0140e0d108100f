"""How a run of words is written: a list has few kinds of gaps, program text has many."""

import re
from collections.abc import Sequence
from itertools import pairwise

from octant.core.safety.text.runs import Word

_DIGITS = re.compile(r"\d+")
_CODE = re.compile(r"[(){}\[\]=_&|$<>;/\\\w+]")
_CONTEXT = re.compile(
    r"seed|mnemonic|recovery|phrase|wallet|backup|ledger|trezor|metamask|12 words|24 words"
    r"|助记|註記|恢复|恢復|钱包|錢包|种子|種子|密语"
)
_NEAR = 160
_FEWEST = 5  # different words: twelve at random have fewer once in a million million


def _is_code(gap: str) -> bool:
    return _CODE.search(gap.replace("#", "")) is not None


def gaps(low: str, words: Sequence[Word]) -> set[str]:
    """The different gaps between the words: numbers made equal, white space made one."""
    found = set()
    for one, next_one in pairwise(words):
        gap = low[one.end : next_one.start]
        if gap not in (" ", ", "):
            gap = " ".join(_DIGITS.sub("#", gap).split()) or " "
        found.add(gap)
    return found


def is_written_as_list(low: str, words: Sequence[Word]) -> bool:
    """Whether words with a right checksum may be a phrase, not identifiers in a program:
    at most two kinds of gaps, or no brackets and letters in them, or a word that says so."""
    kinds = gaps(low, words)
    few = len({word.text for word in words}) < _FEWEST  # `"true": True, "false": False`
    if len(kinds) == 1 or (not few and (len(kinds) == 2 or not any(map(_is_code, kinds)))):
        return True
    before = low[max(0, words[0].start - _NEAR) : words[0].start]
    return _CONTEXT.search(before) is not None


def is_plain_list(low: str, words: Sequence[Word]) -> bool:
    """Whether words without a right checksum look like a phrase: one kind of gap, or two
    with hardly a word twice, without brackets and letters."""
    kinds = gaps(low, words)
    if len(kinds) > 2 or any(map(_is_code, kinds)):
        return False
    if len(kinds) == 1:
        return True
    return len({word.text for word in words}) >= len(words) - len(words) // 6
