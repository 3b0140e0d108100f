"""The outbound guard: what support never asks for is not said, whoever writes it.

No tables of the database, safe inside the realtime process. `check(text)` finds the sentences
that ask a customer for something of the list in `kinds.py`; the doors out refuse them.
`check_with` knows what was said just before; `check_article` is for public texts.
"""

from octant.core.safety.guard.check import check, check_article
from octant.core.safety.guard.kinds import Ask, Never
from octant.core.safety.guard.refusing import (
    SENTENCES,
    NeverAsked,
    demand_askable,
    demand_printable,
)
from octant.core.safety.guard.spread import Said, check_with

__all__ = [
    "SENTENCES",
    "Ask",
    "Never",
    "NeverAsked",
    "Said",
    "check",
    "check_article",
    "check_with",
    "demand_askable",
    "demand_printable",
]
