"""What changed between two states of a text, so that a person can read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import rjieba
from django.utils.translation import gettext as _

from octant.core.knowledge.models import Article, Revision, Translation
from octant.core.knowledge.rules import may_edit
from octant.core.knowledge.texts import key
from octant.kit.errors import NotFound

# Lines this alike are one line that was changed; below it, one gone and one new.
ALIKE = 0.4
HISTORY = 100
# Comparing word by word takes time by the square of this; longer lines are shown whole.
LINE_WORDS = 1500
PAIRS = 400


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line: "same", "gone", "new", or "changed" with its runs of words in `changes`."""

    kind: str
    changes: tuple[Change, ...]


def history(reader: Any, slug: str, language: str) -> list[Revision]:
    """The revisions of a text, newest first. Raises NotAllowed, NotFound."""
    text = editable(reader, slug, language)
    return list(text.revisions.select_related("author").order_by("-number")[:HISTORY])


def editable(reader: Any, slug: str, language: str) -> Translation:
    """A text with its article, draft and current revision, for an editor."""
    may_edit(reader)
    found = (
        Translation.objects.select_related(
            "article__category", "draft", "current", "based_on", "draft__based_on"
        )
        .filter(article__slug=key(slug), language=key(language))
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such article."))
    return found


def editable_article(reader: Any, slug: str) -> Article:
    """An article with all its texts, for an editor. Raises NotAllowed, NotFound."""
    may_edit(reader)
    found = (
        Article.objects.select_related("category")
        .prefetch_related("translations__draft", "translations__current", "images")
        .filter(slug=key(slug))
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such article."))
    return found


def diff_revisions(old: Revision | None, new: Revision) -> list[DiffLine]:
    """Title, summary and body of two revisions compared; against nothing, all is new."""
    return diff(_page(old) if old else "", _page(new))


def _page(revision: Revision) -> str:
    keywords = ", ".join(revision.keywords)
    return "\n".join((revision.title, revision.summary, keywords, "", revision.body))


def diff(old: str, new: str) -> list[DiffLine]:
    """Line by line, and word by word inside lines that were changed; Chinese words too."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[DiffLine] = []
    # An empty line is like any other empty line and must not pull unlike texts together.
    matcher = SequenceMatcher(lambda line: not line.strip(), before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            lines += [_whole("same", line) for line in before[a:b]]
        else:
            lines += _replaced(before[a:b], after[c:d])
    return lines


def words(text: str) -> list[str]:
    """`text` cut into words, spaces and marks, so that joined again they are the text."""
    return [str(word) for word in rjieba.cut(text, False)]


def _replaced(gone: list[str], new: list[str]) -> Iterator[DiffLine]:
    """Lines that stand for one another become one changed line; the rest is gone or new."""
    best = _most_alike(gone, new)
    if best is None:
        yield from (_whole("gone", line) for line in gone)
        yield from (_whole("new", line) for line in new)
        return
    a, b, changes = best
    yield from _replaced(gone[:a], new[:b])
    yield DiffLine("changed", changes)
    yield from _replaced(gone[a + 1 :], new[b + 1 :])


def _most_alike(gone: list[str], new: list[str]) -> tuple[int, int, tuple[Change, ...]] | None:
    """The places of the two lines most alike, if any are, and the change between them."""
    if len(gone) * len(new) > PAIRS:
        gone, new = gone[:1], new[:1]
    pairs = (
        (SequenceMatcher(None, old, line, autojunk=False).quick_ratio(), a, b)
        for a, old in enumerate(gone)
        for b, line in enumerate(new)
        if old.strip() and line.strip()
    )
    for alike, a, b in sorted(pairs, key=lambda pair: -pair[0])[:3]:
        if alike >= ALIKE and (changes := _changes(gone[a], new[b])):
            return a, b, changes
    return None


def _changes(old: str, new: str) -> tuple[Change, ...]:
    before, after = words(old), words(new)
    if max(len(before), len(after)) > LINE_WORDS:
        return ()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return ()
    runs: list[Change] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Change("same", "".join(before[a:b])))
            continue
        if a < b:
            runs.append(Change("gone", "".join(before[a:b])))
        if c < d:
            runs.append(Change("new", "".join(after[c:d])))
    return tuple(runs)


def _whole(kind: str, line: str) -> DiffLine:
    return DiffLine(kind, (Change(kind, line),))
