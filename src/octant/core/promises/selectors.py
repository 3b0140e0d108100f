"""What was promised on a ticket, in plain words; and the policies, for leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from octant.core.people.access import may_lead
from octant.core.promises.models import Calendar, Policy, Promise
from octant.core.promises.rules import Rule, rule_for, rule_of, rules
from octant.core.promises.services.book import Book, by_clock
from octant.core.tickets.models import ACTIVE, Status, Ticket
from octant.kit.clock import now, zone_of
from octant.kit.errors import NotAllowed, NotFound

PREVIEW_CAP = 2000


@dataclass(frozen=True, slots=True)
class Promised:
    """The soonest promise of a ticket. `clock`: first, next, solution; empty for none.

    `words` are for the customer, in the active language, with the time of their own zone;
    `staff` for agents, without a moment (pages show `due_at` in the reader's zone).
    """

    clock: str = ""
    due_at: datetime | None = None
    overdue: bool = False
    words: str = ""
    staff: str = ""


def promise_for(ticket: Ticket) -> Promised:
    """What the ticket's customer may expect next. No queries beyond the ticket's own rows."""
    found = {
        "first": ticket.first_reply_due_at,
        "next": ticket.next_reply_due_at,
        "solution": ticket.solution_due_at,
    }
    soonest = sorted((at, clock) for clock, at in found.items() if at is not None)
    if ticket.status == Status.WAITING and not soonest:
        return Promised(
            words=_("We wait for your answer."),
            staff=_("The clock stands still while we wait for the customer."),
        )
    if not soonest or ticket.status not in ACTIVE:
        return Promised()
    due_at, clock = soonest[0]
    overdue = due_at <= now()
    return Promised(
        clock=clock,
        due_at=due_at,
        overdue=overdue,
        words=_for_customer(clock, overdue, local_moment(due_at, ticket.customer.timezone)),
        staff=_for_staff(clock, overdue),
    )


def local_moment(moment: datetime, zone: str) -> str:
    """`28 November 2026, 14:05 (Europe/Berlin)`, in the active language."""
    place = zone_of(zone)
    local = moment.astimezone(place)
    day = formats.date_format(local.date(), "DATE_FORMAT")
    return _("%(day)s, %(time)s (%(zone)s)") % {
        "day": day,
        "time": f"{local:%H:%M}",
        "zone": place.key,
    }


def _for_customer(clock: str, overdue: bool, at: str) -> str:
    if overdue and clock == "solution":
        told = _("We wanted to solve this by %(at)s and are late. We are still on it.")
    elif overdue:
        told = _("We promised an answer by %(at)s and are late. We are still on it.")
    elif clock == "solution":
        told = _("We mean to solve this by %(at)s.")
    else:
        told = _("You get an answer by %(at)s.")
    return told % {"at": at}


def _for_staff(clock: str, overdue: bool) -> str:
    if overdue:
        late = {
            "first": _("The first answer is overdue."),
            "next": _("The answer is overdue."),
            "solution": _("The solution is overdue."),
        }
        return late[clock]
    return {
        "first": _("First answer promised by"),
        "next": _("Answer promised by"),
        "solution": _("Solution promised by"),
    }[clock]


def all_policies(reader: Any) -> list[Policy]:
    """Every policy in its order, for leads."""
    _must_lead(reader)
    return list(Policy.objects.select_related("calendar"))


def all_calendars(reader: Any) -> list[Calendar]:
    _must_lead(reader)
    return list(Calendar.objects.order_by("key"))


def policy_with(reader: Any, pk: int | None) -> Policy:
    """A policy to change, or an empty one to fill in."""
    _must_lead(reader)
    if pk is None:
        return Policy(key="")
    found = Policy.objects.select_related("calendar").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such policy."))
    return found


def calendar_with(reader: Any, pk: int | None) -> Calendar:
    """A calendar to change, or an empty one to fill in."""
    _must_lead(reader)
    if pk is None:
        return Calendar(key="")
    found = Calendar.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such calendar."))
    return found


def _must_lead(reader: Any) -> None:
    if not may_lead(reader):
        raise NotAllowed(_("Only leads see and change what is promised."))


@dataclass(frozen=True, slots=True)
class Preview:
    """What policies would mean for the tickets that are open now."""

    looked: int
    fitting: int  # that the policy in question would hold for
    changed: int  # that would get another time
    overdue: int  # that would be overdue at once
    overdue_now: int
    capped: bool


def preview(reader: Any, policy: Policy) -> Preview:
    """As if `policy`, saved or not, stood among the others. Looks at the 2,000 newest open
    tickets; nothing is changed."""
    _must_lead(reader)
    among = _with(policy)
    rows = Ticket.objects.filter(status__in=ACTIVE).select_related("customer", "category")
    tickets = list(rows.order_by("-pk").defer("search")[: PREVIEW_CAP + 1])
    capped, tickets = len(tickets) > PREVIEW_CAP, tickets[:PREVIEW_CAP]
    running: dict[int, list[Promise]] = {}
    for row in Promise.objects.filter(ticket__in=[t.pk for t in tickets], ended_at=None):
        running.setdefault(row.ticket_id, []).append(row)
    at, fitting, changed, overdue, before = now(), 0, 0, 0, 0
    for ticket in tickets:
        rule = rule_for(ticket, among)
        due = _due_under(rule, running.get(ticket.pk, ()))
        old = ticket.due_at if ticket.is_due else None
        fitting += rule.key == policy.key
        changed += due != old
        overdue += due is not None and due <= at
        before += old is not None and old <= at
    return Preview(len(tickets), fitting, changed, overdue, before, capped)


def _with(policy: Policy) -> Sequence[Rule]:
    others = [rule for rule in rules() if rule.policy and rule.policy.pk != policy.pk]
    if not policy.active:
        return others
    return sorted([*others, rule_of(policy)], key=_place)


def _place(rule: Rule) -> tuple[int, int]:
    policy = rule.policy
    assert policy is not None
    return policy.position, policy.pk or 2**62


def _due_under(rule: Rule, open_: Sequence[Promise]) -> datetime | None:
    book = Book(ticket=0, rule=rule, open=by_clock(open_), rounds={})
    for row in book.open.values():
        book.reckon(row)
    return min((row.due_at for row in book.open.values() if row.due_at), default=None)
