"""The smallest true description of an article: enough for a link to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from octant.core.knowledge.models import Translation


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An article in the language nearest to what the reader asked for.

    `foreign` is true where that is not the language they asked for.
    """

    slug: str
    language: str
    title: str
    summary: str
    category: str
    kind: str
    updated_at: datetime | None
    foreign: bool = False

    @property
    def url(self) -> str:
        """Its page in the language of its text."""
        return article_url(self.slug, self.language)


def article_url(slug: str, language: str) -> str:
    """The address of an article's page, language first."""
    return f"/{language}/article/{slug}/"


def published() -> QuerySet[Translation]:
    """Texts that readers see."""
    return Translation.objects.filter(current__isnull=False)


def nearest(language: str) -> QuerySet[Translation]:
    """One published text an article: in `language`, else the source language, else any."""
    preference = Case(
        When(language=language, then=Value(0)),
        When(language=F("article__source_language"), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    chosen = published().order_by("article_id", preference, "language").distinct("article_id")
    return Translation.objects.filter(pk__in=chosen.values("pk")).select_related(
        "article__category", "current"
    )


def link(text: Translation, language: str) -> ArticleLink:
    """The link for a text fetched with its article, category and current revision."""
    assert text.current is not None
    return ArticleLink(
        slug=text.article.slug,
        language=text.language,
        title=text.current.title,
        summary=text.current.summary,
        category=text.article.category.key,
        kind=text.article.kind,
        updated_at=text.updated_at,
        foreign=text.language != language,
    )


def links(slugs: Iterable[str], language: str) -> list[ArticleLink]:
    """Links for `slugs` in that order, without those that readers cannot see. One query."""
    wanted = list(slugs)
    if not wanted:
        return []
    found = {t.article.slug: t for t in nearest(language).filter(article__slug__in=wanted)}
    return [link(found[slug], language) for slug in wanted if slug in found]


def languages() -> list[str]:
    """The codes of all languages of the product."""
    return [code for code, _name in settings.LANGUAGES]
