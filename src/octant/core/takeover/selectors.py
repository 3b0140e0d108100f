"""Reads of take-over cases: of their customer, and of staff."""

from django.db.models import Q, QuerySet

from octant.core.people.access import ANSWERING, LEADING, may_answer
from octant.core.people.models import Customer, User
from octant.core.takeover.models import Case
from octant.core.takeover.rules import SKILL
from octant.core.tickets.models import ACTIVE, Ticket
from octant.kit.errors import NotAllowed

PAGE = 100


ALONG = "takeover__answered_by"  # for `ticket_for`, so that the case comes with its ticket


def case_along(ticket: Ticket) -> Case | None:
    """The case that came with a ticket, by `ALONG`; no query."""
    return getattr(ticket, "takeover", None)


def case_of(ticket: Ticket) -> Case | None:
    """The ticket's case; for whoever may read the ticket."""
    return Case.objects.filter(ticket=ticket).select_related("answered_by").first()


def open_case_of(customer: Customer, *, lock: bool = False) -> Case | None:
    """The customer's latest case that is not settled. `lock` lets one report at a time open."""
    if lock:
        Customer.objects.select_for_update().get(pk=customer.pk)
    rows = Case.objects.filter(
        ticket__customer=customer, ticket__status__in=ACTIVE, dismissed_at=None
    )
    return rows.select_related("ticket__customer__user").order_by("-opened_at").first()


def security_team() -> list[User]:
    """Who is paged: those who answer and have the skill, and leads."""
    skilled = Q(role__in=ANSWERING, agent_state__skills__contains=[SKILL])
    rows = User.objects.filter(skilled | Q(role__in=LEADING), is_active=True)
    return list(rows.order_by("pk").distinct())


def board(reader: User) -> list[Case]:
    """The latest cases, those that nobody answered first, oldest of them on top."""
    _must_answer(reader)
    rows = Case.objects.select_related("ticket__customer", "ticket__assignee", "answered_by")
    unanswered = list(rows.filter(_UNANSWERED).order_by("opened_at")[:PAGE])
    return unanswered + list(rows.exclude(_UNANSWERED).order_by("-opened_at", "-pk")[:PAGE])


def unanswered(reader: User) -> QuerySet[Case]:
    """Pages that wait for an answer, to be counted."""
    _must_answer(reader)
    return Case.objects.filter(_UNANSWERED)


_UNANSWERED = Q(answered_at=None, dismissed_at=None)


def _must_answer(reader: User) -> None:
    if not may_answer(reader):
        raise NotAllowed("")
