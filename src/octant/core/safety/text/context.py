"""Which of several meanings the words around a value give it."""

import re
from collections.abc import Mapping

_BEFORE = 72
_AFTER = 40
# A word after the value counts as if it stood this much further off: `txid H1, key H2`.
_AFTER_COSTS = 14
# … unless the text says what the value is: `H is my private key`, `H 是我的私钥`.
_SAYS = re.compile(
    r"^[ ,.]{0,3}(?:(?:this|that|it|which|这|這|这个|那)[ ']?)?"
    r"(?:is|s|was|是|就是)[ ]?(?:my|the|a|我的)?"
)


def nearest(
    low: str, start: int, end: int, meanings: Mapping[str, re.Pattern[str]], *, since: int = 0
) -> str:
    """The meaning whose keyword is nearest to low[start:end]; empty when none is near.

    Looks 72 characters back (not before `since`) and 40 ahead. Before counts more than
    after, and a keyword on the same line more than one across a line end.
    """
    best, best_distance = "", 1_000
    before = low[max(since, start - _BEFORE) : start]
    after = low[end : end + _AFTER]
    for meaning, pattern in meanings.items():
        distance = 1_000
        for found in pattern.finditer(before):
            gap = before[found.end() :]
            distance = min(distance, len(gap) + 10 * max(0, gap.count("\n") - 1))
        ahead = pattern.search(after)
        if ahead is not None:
            gap = _SAYS.sub("", after[: ahead.start()])
            cost = 0 if len(gap) < ahead.start() else _AFTER_COSTS
            distance = min(distance, len(gap) + cost + 30 * gap.count("\n"))
        if distance < best_distance:
            best, best_distance = meaning, distance
    return best
