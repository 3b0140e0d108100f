"""What the left pane shows: which list was asked for, its rows, counts and filters."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from octant.core.knowledge.selectors.categories import category_names
from octant.core.people.access import may_lead
from octant.core.ports.workspace import workspace
from octant.core.tickets.lists import COUNT_CAP, VIEWS, priority_choices, view_counts
from octant.core.tickets.selectors import Filter, ticket_page
from octant.desk import words

if TYPE_CHECKING:
    from octant.core.people.models import User

SHORT = 60  # characters of a filter's value, a tag for instance


@dataclass(frozen=True, slots=True)
class View:
    """One of the fixed lists, with its count clipped for display."""

    key: str
    name: str
    count: str
    query: str
    chosen: bool


def wanted(data: QueryDict) -> Filter:
    """The list that an address asks for; what makes no sense counts as not asked."""
    view = data.get("view", "")
    priority = data.get("priority", "")
    return Filter(
        view=view if view in VIEWS else "open",
        queue=_short(data, "queue"),
        category=_short(data, "category"),
        language=_short(data, "language"),
        priority=int(priority) if priority in {"1", "2", "3", "4"} else None,
        tag=_short(data, "tag").lower(),
        words=" ".join(data.get("words", "").replace("\0", " ").split())[:200],
    )


def _short(data: QueryDict, name: str) -> str:
    return " ".join(data.get(name, "").replace("\0", " ").split())[:SHORT]


def query_of(filter_: Filter, **other: Any) -> str:
    """The query string that leads to a list, without what is empty."""
    values = {**asdict(filter_), **other}
    return urlencode({name: value for name, value in values.items() if value})


def names() -> dict[str, str]:
    """Topic names by key, in the agent's language."""
    return category_names(get_language() or "en")


def inbox(request: HttpRequest, reader: "User") -> dict[str, Any]:
    """Everything the left pane shows. Three queries: page, counts, topics."""
    asked = wanted(request.GET)
    page = ticket_page(reader, asked, cursor=request.GET.get("page", "").replace("\0", ""))
    topics = names()
    counts = view_counts(reader)
    return {
        "wanted": asked,
        "page": page,
        "tickets": page.tickets,
        "query": query_of(asked),
        "next": query_of(asked, page=page.next) if page.next else "",
        "previous": query_of(asked, page=page.previous) if page.previous else "",
        "first_page": not request.GET.get("page"),
        "views": [_view(key, asked, counts) for key in VIEWS],
        "filtered": sum(bool(v) for k, v in asdict(asked).items() if k not in ("view", "words")),
        "topics": topics,
        "choices": _choices(topics),
        "leads": may_lead(reader),
    }


def _view(key: str, asked: Filter, counts: dict[str, int]) -> View:
    return View(
        key=key,
        name=str(words.VIEWS[key]),
        count=words.clipped(counts[key], COUNT_CAP),
        query=query_of(Filter(view=key)),
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
