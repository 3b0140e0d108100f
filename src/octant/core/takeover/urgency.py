"""What must not wait: words that tell of a stolen account, phishing or missing funds."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick

from octant.core.ports.workspace import workspace
from octant.kit.search.text import fold

COMPROMISED, PHISHING, MISSING_FUNDS = "compromised", "phishing", "missing_funds"
# Where several fit, the one whose first step saves most stands first.
ORDER = (COMPROMISED, PHISHING, MISSING_FUNDS)
_BY_CATEGORY = {"security/compromised": COMPROMISED, "security/phishing": PHISHING}


def urgency(text: str, category: str = "", *, straight_through: bool = False) -> str:
    """`compromised`, `phishing`, `missing_funds`, `other` or nothing.

    From the words, whatever the language of the page; else from the category, if people are
    taken straight through there.
    """
    told = set(_told(fold(text[:8000])))
    for kind in ORDER:
        if kind in told:
            return kind
    if straight_through:
        return _BY_CATEGORY.get(category, "other")
    return ""


def _told(folded: str) -> Iterator[str]:
    words, kinds = _phrases()
    for number, start, end in words.find_matches_as_indexes(folded, overlapping=True):
        phrase, kind = kinds[number]
        if _stands(phrase, folded, start, end):
            yield kind


def _stands(phrase: str, text: str, start: int, end: int) -> bool:
    """Chinese anywhere; of other phrases, several words stand whole and one may go on
    ("impersonat" is in "impersonated", but "not me" is not in "did not meet")."""
    if not phrase[0].isascii():
        return True
    if start and _in_a_word(text[start - 1]):
        return False
    return " " not in phrase or end == len(text) or not _in_a_word(text[end])


def _in_a_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


@cache
def _phrases() -> tuple[AhoCorasick, list[tuple[str, str]]]:
    """All phrases to be found in one pass, and (phrase, kind) by their number there."""
    kinds: dict[str, Any] = workspace().raw.get("straight_through_phrases") or {}
    named = {
        (phrase, kind)
        for kind, by_language in kinds.items()
        for phrases in (by_language or {}).values()
        for phrase in map(fold, phrases)
        if phrase
    }
    listed = sorted(named)
    return AhoCorasick([phrase for phrase, _kind in listed]), listed
