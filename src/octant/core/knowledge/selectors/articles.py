"""Articles as readers see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from octant.core.knowledge.models import Category, Image, Translation
from octant.core.knowledge.selectors.categories import category_url
from octant.core.knowledge.selectors.links import (
    ArticleLink,
    article_url,
    link,
    links,
    nearest,
    published,
)
from octant.core.knowledge.texts import key
from octant.kit.errors import NotFound

RELATED = 4


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that an article's page shows.

    `language` is that of the text, `asked` that of the page; they differ where there is no
    translation. `outdated` is "", "minor" or "major". `urls` has every language's page.
    """

    slug: str
    asked: str
    language: str
    title: str
    summary: str
    keywords: tuple[str, ...]
    body: str
    kind: str
    revision: int
    published_at: datetime | None
    updated_at: datetime | None
    outdated: str
    source_language: str
    example_figures: bool
    crumbs: tuple[Crumb, ...]
    category: str
    urls: dict[str, str]
    images: dict[str, str]  # {name without "images/": digest}
    related: tuple[ArticleLink, ...]

    @property
    def foreign(self) -> bool:
        """Whether the text is not in the language that was asked for."""
        return self.language != self.asked


def article_page(slug: str, language: str) -> ArticlePage:
    """The article for a reader of `language`, in the source language where it has no
    translation. Raises NotFound. Three queries, four where editors named no related ones."""
    texts = {
        text.language: text
        for text in published()
        .filter(article__slug=slug)
        .select_related("article__category__parent", "current")
    }
    if not texts:
        raise NotFound(_("There is no such article, or it is no longer published."))
    some = next(iter(texts.values()))
    text = texts.get(language) or texts.get(some.article.source_language) or some
    article, current = text.article, text.current
    assert current is not None
    return ArticlePage(
        slug=slug,
        asked=language,
        language=text.language,
        title=current.title,
        summary=current.summary,
        keywords=tuple(current.keywords),
        body=current.body,
        kind=article.kind,
        revision=current.number,
        published_at=text.published_at,
        updated_at=text.updated_at,
        outdated=text.outdated,
        source_language=article.source_language,
        example_figures=article.example_figures,
        crumbs=_crumbs(article.category, language),
        category=article.category.key,
        urls={code: article_url(slug, code) for code in texts},
        images=_images(article.pk),
        related=_related(text, language),
    )


def popular(language: str, limit: int = 6) -> list[ArticleLink]:
    """What readers of `language` read and like most; editors' pins first. One query."""
    texts = (
        nearest(language)
        .order_by(F("article__pinned").asc(nulls_last=True), "-popularity", "article__slug")
        .filter()[:limit]
    )
    return [link(text, language) for text in texts]


def recent(language: str, limit: int = 30) -> list[ArticleLink]:
    """Texts of `language` by their last change that readers saw, newest first. One query."""
    texts = (
        published()
        .filter(language=language)
        .select_related("article__category", "current")
        .order_by("-updated_at", "pk")[:limit]
    )
    return [link(text, language) for text in texts]


def all_pages() -> list[tuple[str, dict[str, datetime | None]]]:
    """Every public article: slug and {language: last change}. One query."""
    pages: dict[str, dict[str, datetime | None]] = {}
    rows = published().order_by("article__slug", "language")
    for slug, language, at in rows.values_list("article__slug", "language", "updated_at"):
        pages.setdefault(slug, {})[language] = at
    return list(pages.items())


def known_slugs(language: str) -> dict[str, str]:
    """{slug: language of the text a reader of `language` would get}. One query."""
    chosen = nearest(language).values_list("article__slug", "language")
    return dict(chosen)


def image_of(digest: str) -> Image:
    """A picture by its content's hash. Raises NotFound."""
    found = Image.objects.filter(digest=key(digest)).first()
    if found is None:
        raise NotFound(_("There is no such picture."))
    return found


def _crumbs(category: Category, language: str) -> tuple[Crumb, ...]:
    way = [category.parent, category] if category.parent else [category]
    return tuple(Crumb(c.name_in(language), category_url(c.key, language)) for c in way if c)


def _images(article: int) -> dict[str, str]:
    rows = Image.objects.filter(article_id=article).values_list("name", "digest")
    return {name.removeprefix("images/"): digest for name, digest in rows}


def _related(text: Translation, language: str) -> tuple[ArticleLink, ...]:
    """What editors named; without that, what is read most in the same topic."""
    named = links(text.article.related, language)
    if named:
        return tuple(named[:RELATED])
    beside = (
        nearest(language)
        .filter(article__category=text.article.category)
        .exclude(article=text.article_id)
        .order_by("-popularity", "article__slug")[:RELATED]
    )
    return tuple(link(other, language) for other in beside)
