"""The outbound guard: what support never asks for is not said, whoever writes it.

Pure Python, no Django, safe inside the realtime process. `check(text)` finds the sentences
that ask a customer for something of the list in `kinds.py`; the doors out refuse them.
`check_article` is for public texts.
"""

from octant.core.safety.guard.check import check, check_article
from octant.core.safety.guard.kinds import Ask, Never

__all__ = ["Ask", "Never", "check", "check_article"]
