"""What the left pane shows: which list was asked for, its rows, counts and filters."""

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from octant.core.knowledge.selectors.categories import category_names
from octant.core.people.access import may_lead
from octant.core.ports.workspace import workspace
from octant.core.tickets.lists import (
    COUNT_CAP,
    VIEWS,
    priority_choices,
    priority_in,
    status_choices,
    view_counts,
)
from octant.core.tickets.selectors import Filter, ticket_page
from octant.desk import words
from octant.kit.clock import now
from octant.kit.ui.templatetags.ui import local_time

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket

ROWS = 30  # a page: three screens, drawn in half the time of fifty
_NO_FILTERS = ("view", "words", "sort")
SHORT = 60  # characters of a filter's value, a tag for instance


@dataclass(frozen=True, slots=True)
class View:
    """One of the fixed lists, with its count clipped for display."""

    key: str
    name: str
    count: str
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket in a list, all its words chosen: a page shows fifty of them."""

    pk: str
    version: str
    url: str
    who: str
    subject: str
    language: str
    unread: bool
    since: str
    live: bool
    active_at: str
    due: str
    overdue: bool
    icon: str
    status: str
    tone: str
    priority: str
    priority_tone: str
    topic: str
    agent: str


@dataclass(frozen=True, slots=True)
class Common:
    """What all rows of a list share, looked up once."""

    base: str
    sprite: str
    topics: dict[str, str]
    statuses: dict[str, str]
    priorities: dict[int, str]


def rows_of(tickets: "list[Ticket]", topics: dict[str, str]) -> list[Row]:
    """The tickets as rows. Addresses are made here once, not fifty times by the resolver."""
    common = Common(
        base=reverse("desk:inbox"),
        sprite=static("ui/icons.svg"),
        topics=topics,
        statuses=dict(status_choices()),
        priorities=dict(priority_choices()),
    )
    return [_row(ticket, common) for ticket in tickets]


def _row(ticket: "Ticket", common: Common) -> Row:
    key = ticket.category.key if ticket.category else ""
    return Row(
        pk=str(ticket.pk),
        version=str(ticket.version),
        url=f"{common.base}tickets/{ticket.public_id}/",
        who=str(ticket.customer),
        subject=ticket.subject,
        language=ticket.language,
        unread=ticket.last_seq > ticket.agent_seen_seq and ticket.waiting_since is not None,
        since=ticket.waiting_since.isoformat() if ticket.waiting_since else "",
        live=ticket.live,
        active_at=local_time(ticket.last_activity_at, "relative"),
        due=ticket.due_at.isoformat() if ticket.is_due else "",
        overdue=ticket.due_at <= now(),
        icon=f"{common.sprite}#{words.CHANNEL_ICONS.get(ticket.channel, 'inbox')}",
        status=common.statuses[ticket.status],
        tone=words.STATUS_TONES.get(ticket.status, ""),
        priority=common.priorities[ticket.priority],
        priority_tone=words.PRIORITY_TONES.get(ticket.priority, ""),
        topic=common.topics.get(key, key),
        agent=ticket.assignee.name if ticket.assignee else "",
    )


def wanted(data: QueryDict) -> Filter:
    """The list that an address asks for; what makes no sense counts as not asked."""
    view = data.get("view", "")
    return Filter(
        view=view if view in VIEWS else "open",
        queue=_short(data, "queue"),
        category=_short(data, "category"),
        language=_short(data, "language"),
        priority=priority_in(data.get("priority", "")),
        tag=_short(data, "tag").lower(),
        words=" ".join(data.get("words", "").replace("\0", " ").split())[:200],
        sort="due" if data.get("sort") == "due" else "",
    )


def _short(data: QueryDict, name: str) -> str:
    return " ".join(data.get(name, "").replace("\0", " ").split())[:SHORT]


def query_of(filter_: Filter, **other: Any) -> str:
    """The query string that leads to a list, without what is empty."""
    values = {**asdict(filter_), **other}
    return urlencode({name: value for name, value in values.items() if value})


def query_asked(request: HttpRequest) -> str:
    """The query string of the list and page that a request names, made clean."""
    return query_of(wanted(request.GET), page=_short(request.GET, "page"))


def names() -> dict[str, str]:
    """Topic names by key, in the agent's language."""
    return category_names(get_language() or "en")


def inbox(request: HttpRequest, reader: "User") -> dict[str, Any]:
    """Everything the left pane shows. Three queries: page, counts, topics."""
    asked = wanted(request.GET)
    page = ticket_page(reader, asked, cursor=request.GET.get("page", ""), limit=ROWS)
    topics = names()
    counts = view_counts(reader)
    return {
        "wanted": asked,
        "page": page,
        "rows": rows_of(page.tickets, topics),
        "query": query_of(asked),
        "next": query_of(asked, page=page.next) if page.next else "",
        "previous": query_of(asked, page=page.previous) if page.previous else "",
        "first_page": not request.GET.get("page"),
        "views": [_view(key, asked, counts) for key in VIEWS],
        "filtered": sum(bool(v) for k, v in asdict(asked).items() if k not in _NO_FILTERS),
        "sorted_query": query_of(replace(asked, sort="" if asked.sort else "due")),
        "topics": topics,
        "choices": _choices(topics),
        "leads": may_lead(reader),
    }


def _view(key: str, asked: Filter, counts: dict[str, int]) -> View:
    return View(
        key=key,
        name=str(words.VIEWS[key]),
        count=words.clipped(counts[key], COUNT_CAP),
        query=query_of(Filter(view=key, sort=asked.sort)),
        chosen=key == asked.view,
    )


def _choices(topics: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers. A queue is a skill, and skills are first-level topics."""
    queues = [key for key in topics if "/" not in key] + ["general"]
    return {
        "queue": [(key, words.queue_name(key, topics)) for key in queues],
        "category": topic_choices(topics),
        "language": [
            (code, str(words.LANGUAGES.get(code, code))) for code in workspace().languages
        ],
        "priority": [(str(value), name) for value, name in priority_choices()],
    }


def topic_choices(topics: dict[str, str]) -> list[tuple[str, str]]:
    """(key, name) of all topics, children after their parent, with the parent's name."""
    ordered = sorted(topics, key=lambda key: key.split("/"))
    return [(key, " / ".join(topics.get(part, part) for part in _path(key))) for key in ordered]


def _path(key: str) -> list[str]:
    parent, slash, _child = key.partition("/")
    return [parent, key] if slash else [key]
