"""From what a lead writes to a pattern that runs in linear time, here and in browsers.

Python's and the browser's engines go back and try again: a pattern whose ways to match at one
place can be counted, and are few, costs at most so many steps a character, whatever the text.
"""

import re
from collections.abc import Callable, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from django.utils.translation import gettext_lazy as _

from octant.kit.errors import DomainError

FLAGS = re.ASCII | re.IGNORECASE  # what `gi` means in a browser
LONGEST = 300  # characters written
LEAST_MATCH, MOST_MATCH = 4, 300  # characters matched
MOST_WAYS = 100
_EDGES = (r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])")
_SIGNS = {"#": "[0-9]", "@": "[A-Za-z]", "?": "[0-9A-Za-z]", "*": "[0-9A-Za-z_-]{1,32}"}
_PLAIN = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
# \A and \Z mean something else, or nothing, in a browser.
_PLACES = (op.AT_BEGINNING, op.AT_END, op.AT_BOUNDARY, op.AT_NON_BOUNDARY)


def source_of(form: str, pattern: str) -> str:
    """The regular expression for a `literal`, a `shape` or a `regex`.

    Raises `DomainError` with what is wrong with it."""
    if not pattern.strip() or len(pattern) > LONGEST:
        raise _refused(_("Write a pattern of at most 300 characters."))
    makers: dict[str, Callable[[str], str]] = {"literal": re.escape, "shape": _shape}
    if form == "regex":
        if re.search(r"\(\?(?!:)", pattern):
            raise _refused(_("Of groups with a question mark only (?:…) can be used here."))
        source = pattern
    else:
        source = _whole_words(makers[form](pattern.strip()), pattern.strip())
    _demand_bounded(source, guarded=form != "regex")
    return source


def _refused(sentence: Any) -> DomainError:
    return DomainError(sentence, field="pattern", code="bad_pattern")


def _shape(pattern: str) -> str:
    if pattern.count("*") > 1:
        raise _refused(_("Use * once at most."))
    return "".join(_SIGNS.get(sign) or re.escape(sign) for sign in pattern)


def _whole_words(source: str, written: str) -> str:
    """Not inside a longer word or number."""
    first, last = written[0], written[-1]
    before = _EDGES[0] if first in _SIGNS or (first.isascii() and first.isalnum()) else ""
    after = _EDGES[1] if last in _SIGNS or (last.isascii() and last.isalnum()) else ""
    return before + source + after


def _demand_bounded(source: str, *, guarded: bool) -> None:
    try:
        items = parser.parse(source, int(FLAGS))
        re.compile(source, FLAGS)
    except (re.error, RecursionError, OverflowError) as error:
        raise _refused(_("This is not a regular expression.")) from error
    least, most = items.getwidth()
    if ways(items, guarded=guarded) > MOST_WAYS or most > MOST_MATCH:
        raise _refused(
            _(
                "This could be slow: use {1,20} rather than * and +, fewer of them, and no "
                "repetition inside a repetition."
            )
        )
    if least < LEAST_MATCH:
        raise _refused(_("This would match too much: ask for at least four characters."))


def ways(items: Sequence[tuple[Any, Any]], *, guarded: bool = False) -> int:
    """In how many ways a parsed pattern may match at one place; more than MOST_WAYS counts as
    endless. Raises `DomainError` for what browsers have not. `guarded`: the edges are ours."""
    total = 1
    for code, value in items:
        total *= _ways_of(code, value, guarded)
        if total > MOST_WAYS:
            return MOST_WAYS + 1
    return total


def _ways_of(code: Any, value: Any, guarded: bool) -> int:
    if code in _PLAIN or (code is op.AT and value in _PLACES):
        return 1
    if code is op.SUBPATTERN:
        return ways(value[-1])
    if code is op.BRANCH:
        return sum(ways(branch) for branch in value[1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, repeated = value
        if most is op.MAXREPEAT or most > MOST_MATCH:
            return MOST_WAYS + 1
        inner = ways(repeated)
        if inner == 1:
            return int(most - least + 1)
        endless = most > 8
        return MOST_WAYS + 1 if endless else sum(inner**n for n in range(least, most + 1))
    if guarded and code is op.ASSERT_NOT:
        return 1
    raise _refused(_("This uses something that cannot be used here, such as a look-behind."))
