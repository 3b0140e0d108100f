"""What the desk's lists and menus read besides whole pages of tickets."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from octant.core.knowledge.models import Category
from octant.core.people.access import may_answer
from octant.core.people.models import User
from octant.core.tickets.models import ACTIVE, CannedReply, Priority, Status, Ticket
from octant.core.tickets.selectors import Filter, Reader, _matching, _visible, listed
from octant.kit.clock import now
from octant.kit.database.counting import CountOf, counts
from octant.kit.database.prepared import prepared
from octant.kit.errors import DomainError, NotAllowed

VIEWS = ("mine", "unassigned", "live", "open", "waiting", "solved", "all")
COUNT_CAP = 99


def view_counts(reader: User, *, cap: int = COUNT_CAP) -> dict[str, int]:
    """How many tickets each view holds, counted to `cap` + 1 and no further. One query."""
    found = _counted(reader=reader.pk, cap=cap)
    return {view: getattr(row, f"in_{view}") for row in found for view in VIEWS}


@dataclass(frozen=True, slots=True)
class Dues:
    """Tickets that are worked on: how many promises are broken by now, and will be soon."""

    over: int
    soon: int


def due_counts(reader: User, *, soon: timedelta, cap: int) -> Dues:
    """Of all tickets, counted to `cap` + 1 each. One query. Raises `NotAllowed`."""
    if not may_answer(reader):
        raise NotAllowed(_("Only agents may read tickets."))
    at = now()
    rows = Ticket.objects.filter(status__in=ACTIVE)
    late = rows.filter(due_at__lte=at)
    return Dues(*counts([late, rows.filter(due_at__gt=at, due_at__lte=at + soon)], cap=cap))


@prepared("reader")
def _counted(*, reader: int, cap: int) -> QuerySet[User]:
    parts = {view: _matching(reader, Filter(view=view)) for view in VIEWS}
    columns = {f"in_{view}": CountOf(part, cap=cap) for view, part in parts.items()}
    return User.objects.filter(pk=reader).only("pk").annotate(**columns)


def ids_that_match(reader: User, wanted: Filter, *, limit: int) -> list[int]:
    """Of all tickets of a list, in its order, `limit` at most. Raises `NotAllowed`."""
    if not may_answer(reader):
        raise NotAllowed(_("Only agents may read tickets."))
    rows = _visible(reader, _matching(reader, wanted))
    return list(rows.order_by(*_order(wanted)).values_list("pk", flat=True)[:limit])


def tickets_among(reader: User, ids: list[int], wanted: Filter) -> list[Ticket]:
    """Those of `ids` that the reader sees in this list, in its order."""
    rows = _visible(reader, _matching(reader, wanted)).filter(pk__in=ids[:200])
    return list(listed(rows).order_by(*_order(wanted)))


def _order(wanted: Filter) -> tuple[str, str]:
    return ("due_at", "pk") if wanted.by_due else ("-last_activity_at", "-pk")


def ticket_with_number(reader: Reader, pk: int) -> Ticket | None:
    """A ticket by the number that sockets and `tell` name it with."""
    tickets = Ticket.objects.select_related("customer", "category", "assignee", "team")
    return _visible(reader, tickets).filter(pk=pk).first()


def is_active(ticket: Ticket) -> bool:
    """Whether somebody still has to work on it."""
    return ticket.status in ACTIVE


def priority_in(text: str) -> int | None:
    """The priority that a form's value names, if it is one."""
    known = {str(value): int(value) for value in Priority.values}
    return known.get(text)


def priority_choices() -> list[tuple[int, str]]:
    """Priorities with their names in the active language, most urgent first."""
    return [(value, str(label)) for value, label in reversed(Priority.choices)]


def status_choices() -> list[tuple[str, str]]:
    """Statuses with their names in the active language."""
    return [(value, str(label)) for value, label in Status.choices]


def category_with_key(key: str) -> Category:
    """The topic of a key that came from a form. Raises `DomainError`."""
    found = Category.objects.filter(key=key).first()
    if found is None:
        raise DomainError(_("Choose a topic from the list."), field="category")
    return found


@dataclass(frozen=True, slots=True)
class Canned:
    """A prepared answer in one language; placeholders are still in it."""

    key: str
    shortcut: str
    category: str
    text: str


def canned_replies(language: str, *, category: str = "") -> list[Canned]:
    """All prepared answers in `language`, those of `category` and its parent first."""
    near = (category, category.partition("/")[0])
    rows = CannedReply.objects.select_related("category").order_by("shortcut")
    found = [
        Canned(row.key, row.shortcut, row.category.key if row.category else "", text)
        for row in rows
        if (text := row.texts.get(language) or row.texts.get("en"))
    ]
    return sorted(found, key=lambda each: _distance(each.category, near))


def _distance(category: str, near: tuple[str, str]) -> int:
    if not near[0]:
        return 0
    return 0 if category == near[0] else 1 if category.partition("/")[0] == near[1] else 2
