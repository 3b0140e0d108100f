"""Which policy holds for a ticket, and what the workspace decides of waiting and reopening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.db.models import QuerySet

from octant.core.ports.workspace import workspace
from octant.core.promises.hours import hours_of
from octant.core.promises.models import Policy
from octant.core.tickets.models import Ticket
from octant.kit.business_time import ALWAYS, Hours
from octant.kit.database.prepared import prepared

FIRST_MINUTES = 24 * 60  # where no policy fits: a first answer within a day


class Conditions(Protocol):
    channels: list[str]
    categories: list[str]
    priorities: list[int]
    tiers: list[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy as the clocks use it; `minutes` by clock, None for no promise."""

    key: str
    minutes: dict[str, int | None]
    hours: Hours = ALWAYS
    warn_percent: int = 75
    policy: Policy | None = None

    def fits(self, ticket: Ticket) -> bool:
        wanted = self.policy
        return wanted is None or _fits(wanted, ticket)


STANDARD = Rule("", {"first": FIRST_MINUTES, "next": None, "solution": None})


def _fits(wanted: Conditions, ticket: Ticket) -> bool:
    key = ticket.category.key if ticket.category else ""
    return (
        (not wanted.channels or ticket.channel in wanted.channels)
        and (not wanted.priorities or ticket.priority in wanted.priorities)
        and (
            not wanted.categories
            or any(key == each or key.startswith(f"{each}/") for each in wanted.categories)
        )
        and (not wanted.tiers or ticket.customer.tier in wanted.tiers)
    )


def rules() -> list[Rule]:
    """All policies in use, in their order. One query."""
    return [rule_of(row) for row in _in_use()]


@prepared()
def _in_use() -> QuerySet[Policy]:
    return Policy.objects.filter(active=True).select_related("calendar")


def rule_of(policy: Policy) -> Rule:
    """One policy, saved or not."""
    kept = policy.calendar
    return Rule(
        key=policy.key,
        minutes={
            "first": policy.first_minutes,
            "next": policy.next_minutes,
            "solution": policy.solution_minutes,
        },
        hours=hours_of(kept.zone, kept.weekly, kept.holidays) if kept else ALWAYS,
        warn_percent=policy.warn_percent,
        policy=policy,
    )


def rule_for(ticket: Ticket, among: Sequence[Rule]) -> Rule:
    """The first that fits, else a first answer within a day."""
    return next((rule for rule in among if rule.fits(ticket)), STANDARD)


def _setting(name: str, usual: int) -> timedelta | None:
    days = int(_settings().get(name, usual))
    return timedelta(days=days) if days > 0 else None


def _settings() -> dict[str, Any]:
    return dict(workspace().raw.get("tickets", {}))


def remind_after() -> timedelta | None:
    """How long a ticket waits for its customer until they are reminded; None for never."""
    return _setting("remind_after_days", 3)


def close_after() -> timedelta | None:
    """How long a ticket waits for its customer until it is closed; None for never."""
    return _setting("close_after_days", 7)
