"""The outbound guard: what support never asks for is not said, whoever writes it.

No tables of the database, safe inside the realtime process. `check(text)` finds the sentences
that ask a customer for something of the list in `kinds.py`; the doors out refuse them.
`check_article` is for public texts.
"""

from octant.core.safety.guard.check import check, check_article
from octant.core.safety.guard.kinds import Ask, Never
from octant.core.safety.guard.refusing import (
    SENTENCES,
    NeverAsked,
    demand_askable,
    demand_printable,
)

__all__ = [
    "SENTENCES",
    "Ask",
    "Never",
    "NeverAsked",
    "check",
    "check_article",
    "demand_askable",
    "demand_printable",
]
