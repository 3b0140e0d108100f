"""News of the Help Center."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from octant.core.knowledge.models import Announcement
from octant.kit.clock import now
from octant.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class News:
    """One announcement in the reader's language, else in English, else in any (`language` says)."""

    slug: str
    language: str
    title: str
    summary: str
    body: str
    published_at: datetime
    kind: str
    pinned: bool
    languages: tuple[str, ...]


def announcements(language: str, limit: int = 4) -> list[News]:
    """The latest that are out, newest first. One query."""
    rows = Announcement.objects.filter(published_at__lte=now()).order_by("-published_at")
    return [_news(row, language) for row in rows[:limit]]


def announcement(slug: str, language: str) -> News:
    """One announcement. Raises NotFound, also before its time."""
    row = Announcement.objects.filter(slug=slug[:100], published_at__lte=now()).first()
    if row is None:
        raise NotFound(_("There is no such announcement."))
    return _news(row, language)


def _news(row: Announcement, language: str) -> News:
    assert row.published_at is not None  # drafts are not asked for
    chosen = row.language_for(language)
    text = row.texts.get(chosen) or {}
    return News(
        slug=row.slug,
        language=chosen,
        title=str(text.get("title", row.slug)),
        summary=str(text.get("summary", "")),
        body=str(text.get("body", "")),
        published_at=row.published_at,
        kind=str(row.extra.get("kind", "")),
        pinned=bool(row.extra.get("pinned", False)),
        languages=tuple(row.texts),
    )
