"""What must not wait: words that tell of a stolen account, phishing or missing funds."""

import re
from functools import cache
from typing import Any

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
    folded = fold(text[:8000])
    for kind in ORDER:
        pattern = _patterns().get(kind)
        if pattern is not None and pattern.search(folded):
            return kind
    if straight_through:
        return _BY_CATEGORY.get(category, "other")
    return ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    kinds: dict[str, Any] = workspace().raw.get("straight_through_phrases") or {}
    return {kind: _pattern(by_language) for kind, by_language in kinds.items() if by_language}


def _pattern(by_language: dict[str, list[str]]) -> re.Pattern[str]:
    phrases = sorted({fold(p) for row in by_language.values() for p in row}, key=len, reverse=True)
    return re.compile("|".join(map(_part, phrases)))


def _part(phrase: str) -> str:
    """Chinese anywhere; of other phrases, several words stand whole and one may go on
    ("impersonat" is in "impersonated", but "not me" is not in "did not meet")."""
    found = re.escape(phrase)
    if not phrase[:1].isascii():
        return found
    return rf"(?<!\w){found}(?!\w)" if " " in phrase else rf"(?<!\w){found}"
