"""What happened to public knowledge, for consumers of the outbox."""

from dataclasses import dataclass

from octant.core.outbox.events import DomainEvent


@dataclass(frozen=True, slots=True)
class ArticlePublished(DomainEvent):
    """Readers now see this revision of the article in this language."""

    article: int
    slug: str
    language: str
    revision: int
    significance: str


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn(DomainEvent):
    """Readers no longer see the article in this language."""

    article: int
    slug: str
    language: str


@dataclass(frozen=True, slots=True)
class ArticleRated(DomainEvent):
    """A reader said whether a revision helped them."""

    slug: str
    language: str
    revision: int
    helpful: bool
