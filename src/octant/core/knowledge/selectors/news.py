"""What editors see of announcements, drafts included."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from octant.core.knowledge.models import Announcement
from octant.core.knowledge.rules import may_edit
from octant.core.knowledge.texts import key
from octant.kit.clock import now
from octant.kit.errors import NotFound
from octant.kit.fingerprint import fingerprint

PAGE_SIZE = 30
UNSEEN_AT_MOST = 100  # drafts, and planned ones


@dataclass(frozen=True, slots=True)
class EditorsNews:
    """One announcement with all its texts. `state` is draft, planned or published."""

    slug: str
    state: str
    published_at: datetime | None
    kind: str
    texts: dict[str, dict[str, str]]
    mark: str

    def title_for(self, language: str) -> tuple[str, str]:
        """(title, its language), the wanted language first, then English, then any."""
        for code in (language, "en", *self.texts):
            if title := self.texts.get(code, {}).get("title"):
                return str(title), code
        return self.slug, language


@dataclass(frozen=True, slots=True)
class NewsList:
    """Planned ones soonest first, drafts newest first, and a page of published ones."""

    planned: tuple[EditorsNews, ...]
    drafts: tuple[EditorsNews, ...]
    published: tuple[EditorsNews, ...]
    page: int
    more: bool


def news_list(reader: Any, *, page: int = 1) -> NewsList:
    """All announcements, the published ones by page. Raises NotAllowed. Three queries."""
    may_edit(reader)
    moment = now()
    planned = Announcement.objects.filter(published_at__gt=moment).order_by("published_at", "pk")
    drafts = Announcement.objects.filter(published_at=None).order_by("-pk")
    out = Announcement.objects.filter(published_at__lte=moment).order_by("-published_at", "-pk")
    page = max(1, page)
    start = (page - 1) * PAGE_SIZE
    rows = list(out[start : start + PAGE_SIZE + 1])
    return NewsList(
        planned=tuple(map(_news, planned[:UNSEEN_AT_MOST])),
        drafts=tuple(map(_news, drafts[:UNSEEN_AT_MOST])),
        published=tuple(map(_news, rows[:PAGE_SIZE])),
        page=page,
        more=len(rows) > PAGE_SIZE,
    )


def editable_announcement(reader: Any, slug: str) -> EditorsNews:
    """One announcement, whatever its state. Raises NotAllowed and NotFound."""
    may_edit(reader)
    row = Announcement.objects.filter(slug=key(slug)).first()
    if row is None:
        raise NotFound(_("There is no such announcement."))
    return _news(row)


def mark_of(row: Announcement) -> str:
    """What an editor has before them, in short: it changes with every change of the words."""
    return fingerprint([row.texts, row.extra])


def _news(row: Announcement) -> EditorsNews:
    if row.published_at is None:
        state = "draft"
    else:
        state = "planned" if row.published_at > now() else "published"
    return EditorsNews(
        slug=row.slug,
        state=state,
        published_at=row.published_at,
        kind=str(row.extra.get("kind", "")),
        texts={code: text for code, text in row.texts.items() if text},
        mark=mark_of(row),
    )
