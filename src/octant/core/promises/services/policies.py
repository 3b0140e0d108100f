"""Policies and calendars as leads write them: checked, audited, and at once in force."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from octant.core.people.access import may_lead
from octant.core.promises.hours import hours_of
from octant.core.promises.models import Calendar, Policy
from octant.core.safety import audit
from octant.core.tickets.models import ACTIVE, Priority, Ticket
from octant.kit.errors import Conflict, DomainError, NotAllowed

MOST_MINUTES = 365 * 24 * 60


@transaction.atomic
def save_policy(*, actor: Any, policy: Policy) -> Policy:
    """Keep a policy that was filled in; running clocks follow within a second or two."""
    _must_lead(actor)
    check_policy(policy)
    new = policy.pk is None
    if new:
        policy.key = _free_key(Policy, policy.names)
    policy.save()
    audit.record(
        actor=actor,
        verb="promise_policy_added" if new else "promise_policy_changed",
        subject=policy,
        key=policy.key,
        first=policy.first_minutes,
        next=policy.next_minutes,
        solution=policy.solution_minutes,
        active=policy.active,
    )
    remake()
    return policy


@transaction.atomic
def remove_policy(*, actor: Any, policy: Policy) -> None:
    """Its tickets get whatever fits them then."""
    _must_lead(actor)
    audit.record(actor=actor, verb="promise_policy_removed", subject=policy, key=policy.key)
    policy.delete()
    remake()


@transaction.atomic
def save_calendar(*, actor: Any, calendar: Calendar) -> Calendar:
    """Keep a calendar. Raises DomainError for hours or dates that cannot be read."""
    _must_lead(actor)
    check_calendar(calendar)
    new = calendar.pk is None
    if new:
        calendar.key = _free_key(Calendar, calendar.names)
    calendar.save()
    verb = "promise_calendar_added" if new else "promise_calendar_changed"
    audit.record(actor=actor, verb=verb, subject=calendar, key=calendar.key, zone=calendar.zone)
    remake()
    return calendar


@transaction.atomic
def remove_calendar(*, actor: Any, calendar: Calendar) -> None:
    """Raises Conflict while a policy counts by it."""
    _must_lead(actor)
    audit.record(actor=actor, verb="promise_calendar_removed", subject=calendar, key=calendar.key)
    try:
        with transaction.atomic():
            calendar.delete()
    except ProtectedError as error:
        raise Conflict(_("A policy still counts by this calendar.")) from error


def check_calendar(calendar: Calendar) -> None:
    """Raises DomainError (field `zone`, `weekly`, `holidays`, `name_en`)."""
    _check_name(calendar.names)
    hours_of(calendar.zone, calendar.weekly, calendar.holidays)


def check_policy(policy: Policy) -> None:
    """Raises DomainError, naming the field."""
    _check_name(policy.names)
    for name in ("first_minutes", "next_minutes", "solution_minutes"):
        value = getattr(policy, name)
        if value is not None and not 1 <= value <= MOST_MINUTES:
            raise DomainError(_("A promise is from a minute to a year long."), field=name)
    if not 10 <= policy.warn_percent <= 99:
        raise DomainError(_("Warn after 10 to 99 percent of the time."), field="warn_percent")
    wrong = [value for value in policy.priorities if value not in Priority.values]
    if wrong or policy.escalate_priority not in (None, *Priority.values):
        raise DomainError(_("Choose a priority from the list."), field="priorities")


def remake() -> int:
    """Have the clocks of all tickets that are worked on settled anew; returns how many."""
    return Ticket.objects.filter(status__in=ACTIVE).update(clocks_stale=True)


def _check_name(names: dict[str, str]) -> None:
    if not names.get("en", "").strip():
        raise DomainError(_("Give it a name in English."), field="name_en")


def _free_key(model: Any, names: dict[str, str]) -> str:
    stem = slugify(names.get("en", ""))[:34] or "policy"
    taken = set(model.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (stem, *numbered) if name not in taken)


def _must_lead(actor: Any) -> None:
    if not may_lead(actor):
        raise NotAllowed(_("Only leads see and change what is promised."))
