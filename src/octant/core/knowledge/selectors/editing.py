"""What editors see of all articles, drafts included."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from octant.core.knowledge.models import Article, Category, GlossaryGroup, Translation
from octant.core.knowledge.rules import may_edit
from octant.core.knowledge.texts import key, one_line

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class TextState:
    """One language of an article, as the list shows it."""

    language: str
    state: str
    public: bool
    draft: bool
    outdated: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of the editors' list, titled in the editor's language where it can be."""

    slug: str
    title: str
    language: str
    category: str
    updated_at: datetime | None
    texts: dict[str, TextState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleList:
    """One page of the list."""

    rows: tuple[ArticleRow, ...]
    page: int
    more: bool


def article_list(
    reader: Any, language: str, *, query: str = "", category: str = "", page: int = 1
) -> ArticleList:
    """Articles whose title or slug has `query`, by slug. Raises NotAllowed. Three queries."""
    may_edit(reader)
    words = one_line(query, 100)
    found = Article.objects.select_related("category").order_by("slug")
    if words:
        found = found.filter(
            Q(slug__icontains=words)
            | Q(translations__current__title__icontains=words)
            | Q(translations__draft__title__icontains=words)
        ).distinct()
    category = key(category)
    if category:
        found = found.filter(Q(category__key=category) | Q(category__parent__key=category))
    page = max(1, page)
    start = (page - 1) * PAGE_SIZE
    rows = list(
        found.prefetch_related("translations__current", "translations__draft")[
            start : start + PAGE_SIZE + 1
        ]
    )
    shown = tuple(_row(article, language) for article in rows[:PAGE_SIZE])
    return ArticleList(shown, page, len(rows) > PAGE_SIZE)


def category_choices(reader: Any, language: str) -> list[tuple[str, str]]:
    """(key, "Parent › Child") for a form, in the editors' order."""
    may_edit(reader)
    rows = list(Category.objects.order_by("order", "key"))
    choices = []
    for parent in (row for row in rows if row.parent_id is None):
        name = parent.name_in(language)
        choices.append((parent.key, name))
        below = [row for row in rows if row.parent_id == parent.pk]
        choices += [(child.key, f"{name} › {child.name_in(language)}") for child in below]
    return choices


def glossary_groups(reader: Any, query: str = "", limit: int = 300) -> list[GlossaryGroup]:
    """Groups that hold `query` in any term, newest first."""
    may_edit(reader)
    words = one_line(query, 80).casefold()
    rows = GlossaryGroup.objects.order_by("-pk")
    return [row for row in rows if not words or words in str(row.terms).casefold()][:limit]


def _row(article: Article, language: str) -> ArticleRow:
    texts = {text.language: text for text in article.translations.all()}
    order = sorted(texts, key=lambda code: (code != language, code != article.source_language))
    named = [texts[code] for code in order if _shown(texts[code]) is not None]
    title = _shown(named[0]).title if named else article.slug
    dates = [text.updated_at for text in texts.values() if text.updated_at]
    return ArticleRow(
        slug=article.slug,
        title=title,
        language=named[0].language if named else language,
        category=article.category.key,
        updated_at=max(dates, default=None),
        texts={code: _state(text) for code, text in texts.items()},
    )


def _shown(text: Translation) -> Any:
    return text.current or text.draft


def _state(text: Translation) -> TextState:
    return TextState(
        language=text.language,
        state=text.state,
        public=text.current_id is not None,
        draft=text.draft_id is not None,
        outdated=text.outdated,
    )
