"""Secrets sent in parts: whether a message may be one of several that make a phrase."""

import re
from functools import cache

from octant.core.safety.text.detectors.chinese_phrases import CONTEXT
from octant.core.safety.text.normalise import view
from octant.core.safety.text.words import chinese, lists

MOST_WORDS = 40  # a message with more is prose, or holds a whole phrase by itself
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u3400-\u9fff]")
_NAMES = tuple(word for word in CONTEXT if not word.isascii())
_NOT_HAN = re.compile("[^\u3400-\u9fff]+")


def may_be_part(stored: str) -> bool:
    """Whether at least half of the few words of a message stand on a wallet's list, so that it
    may be a piece of a recovery phrase, or it names one in Chinese. Many a short message may; the
    rest is compared with what was said before it. About 10 microseconds."""
    if len(stored) > 12 * MOST_WORDS:
        return False
    low = view(stored)[0].lower()
    if _HAN.search(low) is not None:
        if any(map(low.__contains__, _NAMES)):
            return True
        alone = _NOT_HAN.sub("", low)
        return len(alone) <= MOST_WORDS and any(map(set(alone).issubset, _characters()))
    words = _WORD.findall(low)
    known = sum(map(lists().which.__contains__, words))
    return 0 < len(words) <= MOST_WORDS and 2 * known >= len(words)


@cache
def _characters() -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, chinese()))
