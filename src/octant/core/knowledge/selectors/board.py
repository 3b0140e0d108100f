"""What needs an editor's hand, each with where to do it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from octant.core.knowledge.models import Article, Search, Translation, Vote
from octant.core.knowledge.rules import may_edit
from octant.core.knowledge.selectors.links import languages, published
from octant.kit.clock import now

ROWS = 50
WINDOW_DAYS = 90
STALE_DAYS = 365
COMMENTS = 3


@dataclass(frozen=True, slots=True)
class Unhelpful:
    """A text that did not help: votes on the revision that readers see, newest words first."""

    slug: str
    language: str
    title: str
    unhelpful: int
    helpful: int
    reasons: tuple[str, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VainSearch:
    """Words that were searched for in vain, how often, and how often a contact followed."""

    query: str
    language: str
    times: int
    contacts: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A text that waits for something. `since` is when it began to, where that is known."""

    slug: str
    language: str
    title: str
    why: str  # review, scheduled, draft, outdated-minor, outdated-major, stale, review-by, missing
    since: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """All lists of the board, each at most ROWS long; votes and searches worst first."""

    unhelpful: tuple[Unhelpful, ...]
    no_result: tuple[VainSearch, ...]
    no_click: tuple[VainSearch, ...]
    working: tuple[Due, ...]
    outdated: tuple[Due, ...]
    untranslated: tuple[Due, ...]
    stale: tuple[Due, ...]


def board(reader: Any) -> Board:
    """Everything that waits for an editor. Raises NotAllowed. A constant number of queries."""
    may_edit(reader)
    return Board(
        unhelpful=_unhelpful(),
        no_result=_vain(Q(results=0), least=1),
        no_click=_vain(Q(results__gt=0, clicked=""), least=2),
        working=_working(),
        outdated=_outdated(),
        untranslated=_untranslated(),
        stale=_stale(),
    )


def _unhelpful() -> tuple[Unhelpful, ...]:
    open_no = Q(current__votes__helpful=False, current__votes__handled_at=None)
    texts = list(
        published()
        .annotate(
            no=Count("current__votes", filter=open_no),
            yes=Count("current__votes", filter=Q(current__votes__helpful=True)),
        )
        .filter(no__gt=0)
        .select_related("article", "current")
        .order_by("-no", "pk")[:ROWS]
    )
    votes: dict[int, list[Vote]] = {}
    shown = Vote.objects.filter(
        revision__in=[t.current_id for t in texts], helpful=False, handled_at=None
    )
    for vote in shown.order_by("-created_at")[: ROWS * 10]:
        votes.setdefault(vote.revision_id, []).append(vote)
    return tuple(_unhelpful_row(text, votes.get(text.current_id or 0, [])) for text in texts)


def _unhelpful_row(text: Any, votes: list[Vote]) -> Unhelpful:
    return Unhelpful(
        slug=text.article.slug,
        language=text.language,
        title=text.current.title,
        unhelpful=text.no,
        helpful=text.yes,
        reasons=tuple(dict.fromkeys(v.reason for v in votes if v.reason)),
        comments=tuple(v.comment for v in votes if v.comment)[:COMMENTS],
    )


def _vain(which: Q, *, least: int) -> tuple[VainSearch, ...]:
    since = now() - timedelta(days=WINDOW_DAYS)
    rows = (
        Search.objects.filter(which, handled_at=None, created_at__gte=since)
        .exclude(query="")
        .values("query", "language")
        .annotate(times=Count("pk"), contacts=Count("contacted_at"), last=Max("created_at"))
        .filter(times__gte=least)
        .order_by("-contacts", "-times", "-last")[:ROWS]
    )
    return tuple(VainSearch(**row) for row in rows)


def _working() -> tuple[Due, ...]:
    states = ("review", "scheduled", "draft")
    texts = (
        Translation.objects.filter(state__in=states, draft__isnull=False)
        .select_related("article", "draft")
        .order_by("state", "-draft__created_at")[: ROWS * 2]
    )
    rows = [_due(t, t.draft, t.state, t.publish_at or t.draft.created_at) for t in texts if t.draft]
    return tuple(sorted(rows, key=lambda row: states.index(row.why)))


def _outdated() -> tuple[Due, ...]:
    texts = (
        published()
        .exclude(outdated="")
        .select_related("article", "current")
        .order_by("outdated", "-popularity")[:ROWS]
    )
    return tuple(_due(t, t.current, f"outdated-{t.outdated}", t.updated_at) for t in texts)


def _untranslated() -> tuple[Due, ...]:
    """Languages in which a published article has no published text."""
    texts = published().select_related("article", "current").order_by("-popularity", "pk")
    have: dict[int, list[Translation]] = {}
    for text in texts:
        have.setdefault(text.article_id, []).append(text)
    missing = [
        _due(shown[0], shown[0].current, "missing", shown[0].published_at, language)
        for shown in have.values()
        for language in languages()
        if all(text.language != language for text in shown)
    ]
    return tuple(missing[:ROWS])


def _stale() -> tuple[Due, ...]:
    """Articles past the day they should be looked at, or untouched for a year."""
    today = now().date()
    old = now() - timedelta(days=STALE_DAYS)
    sources = (
        published()
        .filter(Q(article__review_by__lte=today) | Q(updated_at__lt=old))
        .select_related("article", "current")
        .order_by("article__review_by", "updated_at")[:ROWS]
    )
    return tuple(
        _due(t, t.current, "review-by", t.article.review_by)
        if _is_due(t.article, today)
        else _due(t, t.current, "stale", t.updated_at)
        for t in sources
        if t.language == t.article.source_language
    )


def _is_due(article: Article, today: date) -> bool:
    return article.review_by is not None and article.review_by <= today


def _due(
    text: Translation, shown: Any, why: str, since: datetime | date | None, language: str = ""
) -> Due:
    return Due(text.article.slug, language or text.language, shown.title, why, since)
