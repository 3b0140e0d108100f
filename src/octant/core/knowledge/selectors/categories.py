"""The topic tree as readers walk it."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from octant.core.knowledge.models import Category
from octant.core.knowledge.selectors.links import ArticleLink, link, nearest, published
from octant.kit.database.prepared import prepared
from octant.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """A topic in the reader's language. `count` is articles in it and below it."""

    key: str
    name: str
    description: str
    icon: str
    count: int
    url: str
    offered_in_chat: bool
    urgent: bool
    straight_through: bool
    children: tuple["CategoryCard", ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """One topic with its articles; `parent` is empty at the first level.

    `articles` are those of the topic itself; `sections` those of its children, in order.
    """

    category: CategoryCard
    parent: CategoryCard | None
    articles: tuple[ArticleLink, ...]
    sections: tuple[tuple[CategoryCard, tuple[ArticleLink, ...]], ...] = field(default=())


def categories(language: str, *, with_empty: bool = False) -> tuple[CategoryCard, ...]:
    """The first level with its children, in the editors' order. Two queries.

    Topics without any article are left out unless `with_empty` (the chat's form wants them).
    """
    rows = list(Category.objects.order_by("order", "key"))
    counts = _counts()
    return tuple(
        card
        for row in rows
        if row.parent_id is None
        and ((card := _card(row, rows, counts, language, with_empty)).count or with_empty)
    )


def category_page(key: str, language: str) -> CategoryPage:
    """A topic's page. Raises NotFound. Three queries."""
    tree = categories(language, with_empty=True)
    for parent in tree:
        if parent.key == key:
            return _page(parent, None, language)
        for child in parent.children:
            if child.key == key:
                return _page(child, parent, language)
    raise NotFound(_("There is no such topic."))


def category_names(language: str) -> dict[str, str]:
    """{key: name} for all topics. One query."""
    return {row.key: row.name_in(language) for row in _named()}


@prepared()
def _named() -> QuerySet[Category]:
    return Category.objects.order_by("order", "key").only("key", "names")


def category_url(key: str, language: str) -> str:
    """The address of a topic's page."""
    return f"/{language}/help/{key}/"


def _page(card: CategoryCard, parent: CategoryCard | None, language: str) -> CategoryPage:
    keys = [card.key, *(child.key for child in card.children)]
    found = (
        nearest(language)
        .filter(article__category__key__in=keys)
        .order_by(F("article__pinned").asc(nulls_last=True), "-popularity", "article__slug")
    )
    by_key: dict[str, list[ArticleLink]] = {key: [] for key in keys}
    for text in found:
        by_key[text.article.category.key].append(link(text, language))
    sections = tuple((c, tuple(by_key[c.key])) for c in card.children if by_key[c.key])
    return CategoryPage(card, parent, tuple(by_key[card.key]), sections)


def _counts() -> Counter[str]:
    """Articles with a published text, by the key of their topic and of its parent."""
    counts: Counter[str] = Counter()
    rows = published().values_list("article_id", "article__category__key").distinct()
    for _article, key in rows:
        counts[key] += 1
        if "/" in key:
            counts[key.partition("/")[0]] += 1
    return counts


def _card(
    row: Category, rows: list[Category], counts: Counter[str], language: str, with_empty: bool
) -> CategoryCard:
    below = [_card(r, rows, counts, language, with_empty) for r in rows if r.parent_id == row.pk]
    return CategoryCard(
        key=row.key,
        name=row.name_in(language),
        description=row.description_in(language),
        icon=row.icon,
        count=counts[row.key],
        url=category_url(row.key, language),
        offered_in_chat=row.offered_in_chat,
        urgent=row.urgent,
        straight_through=row.straight_through,
        children=tuple(card for card in below if card.count or with_empty),
    )
