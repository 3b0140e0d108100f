"""The piece of a text that shows why it was found."""

from __future__ import annotations

from octant.kit.search.analysis import Analyser, Term
from octant.kit.search.documents import Span
from octant.kit.search.text import has_han

HAN_LENGTH = 90
OTHER_LENGTH = 180
_BREAKS = "。！？!?\n；;"
# Bodies are searched for a snippet this far; a help text rarely goes on for longer.
_READ = 3000


def snippet(
    summary: str, body: str, terms: frozenset[Term], analyser: Analyser
) -> tuple[str, tuple[Span, ...]]:
    """Return the piece of original text with most of what was asked, and their spans in it.

    Without a match it is the summary's beginning, or else the body's, without spans.
    """
    best: tuple[int, str, tuple[Span, ...]] | None = None
    for text in (summary, body[:_READ]):
        spans = analyser.highlights(text, terms) if text and terms else []
        if not spans:
            continue
        start, end, inside = _window(text, spans)
        distinct = len({text[a:b].casefold() for a, b in inside})
        if best is None or distinct > best[0]:
            piece = text[start:end]
            shifted = tuple((a - start, min(b, end) - start) for a, b in inside)
            best = (distinct, piece, shifted)
    if best is not None:
        return best[1], best[2]
    text = summary.strip() or body.strip()
    return text[: _length(text)], ()


def _length(text: str) -> int:
    return HAN_LENGTH if has_han(text[:200]) else OTHER_LENGTH


def _window(text: str, spans: list[Span]) -> tuple[int, int, list[Span]]:
    """Choose the window with most different words and return it with the spans inside it."""
    size = _length(text)
    best_start, best_count = 0, 0
    for first, (start, _end) in enumerate(spans):
        inside = {text[a:b].casefold() for a, b in spans[first : first + 12] if b <= start + size}
        if len(inside) > best_count:
            best_start, best_count = start, len(inside)
    start = _sentence_start(text, best_start, size // 3)
    end = min(len(text), start + size)
    if end < len(text) and not has_han(text[start : start + 40]):
        space = text.rfind(" ", start, end)
        end = space if space > start + size // 2 else end
    return start, end, [(a, min(b, end)) for a, b in spans if a >= start and a < end]


def _sentence_start(text: str, position: int, reach: int) -> int:
    """Go back to where the sentence starts, or to a word's start when that is too far."""
    lowest = max(0, position - reach)
    for index in range(position - 1, lowest - 1, -1):
        after_stop = text[index] == " " and index and text[index - 1] == "."
        if text[index] in _BREAKS or after_stop:
            return (
                index
                + 1
                + (len(text[index + 1 : position]) - len(text[index + 1 : position].lstrip()))
            )
    if lowest == 0:
        return 0
    space = text.find(" ", lowest, position)
    return space + 1 if space != -1 else lowest
