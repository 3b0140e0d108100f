"""A workspace's own rules, as detection runs them. Where they come from is said at start."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from octant.core.safety.text.kinds import RuleKind
from octant.core.safety.text.page import Hit, Page


class Rule(NamedTuple):
    """`words` are lower case: one of them stands in whatever the pattern finds, if any do."""

    kind: RuleKind
    pattern: re.Pattern[str]
    words: tuple[str, ...] = ()


def _no_rules() -> Sequence[Rule]:
    return ()


_source: Callable[[], Sequence[Rule]] = _no_rules


def use_rules(source: Callable[[], Sequence[Rule]]) -> None:
    """From now on this process asks `source` for the rules, with every text: it must be fast."""
    global _source
    _source = source


def has_rules() -> bool:
    """Whether there are any at this moment."""
    return bool(_source())


def find(page: Page) -> Iterator[Hit]:
    """What the workspace's rules find."""
    for rule in _source():
        yield from found_by(rule, page)


def found_by(rule: Rule, page: Page) -> Iterator[Hit]:
    """What one rule finds."""
    if rule.words and not any(map(page.low.__contains__, rule.words)):
        return
    for found in rule.pattern.finditer(page.text):
        if found[0] not in page.known:
            yield Hit(*found.span(), rule.kind)
