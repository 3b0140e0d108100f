"""Calendars as people write them: `{"monday": [["09:00", "18:00"]]}`, and dates."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from octant.kit.business_time import MINUTES_A_DAY, Hours, Span
from octant.kit.clock import zone_names
from octant.kit.errors import DomainError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


def hours_of(zone: str, weekly: Mapping[str, Any], holidays: Mapping[str, Any]) -> Hours:
    """The calendar. Spans over midnight go on the next day. Raises `DomainError`."""
    if zone not in zone_names():
        raise DomainError(_("Choose a time zone such as Europe/Berlin."), field="zone")
    if not any(weekly.values()):
        return Hours(zone)
    week: list[list[Span]] = [[] for _day in DAYS]
    for name, spans in weekly.items():
        if name not in DAYS:
            raise DomainError(_("Use the names of the days of the week."), field="weekly")
        for first, last in _pairs(spans, "weekly"):
            week[DAYS.index(name)].append((first, min(last, MINUTES_A_DAY)))
            if last > MINUTES_A_DAY:
                week[(DAYS.index(name) + 1) % 7].append((0, last - MINUTES_A_DAY))
    found = {_date(day): _joined(_pairs(spans, "holidays")) for day, spans in holidays.items()}
    return Hours(zone, tuple(_joined(spans) for spans in week), found)


def _pairs(spans: Sequence[Any], field: str) -> list[Span]:
    found = []
    for span in spans:
        edges = [_TIME.fullmatch(str(edge).strip()) for edge in span]
        if len(edges) != 2 or not all(edges):
            raise DomainError(_("Write hours like 09:00-18:00."), field=field)
        first, last = (int(edge[1]) * 60 + int(edge[2]) for edge in edges if edge)
        if max(first, last) > MINUTES_A_DAY or first == last:
            raise DomainError(_("Write hours like 09:00-18:00."), field=field)
        found.append((first, last if last > first else last + MINUTES_A_DAY))
    return found


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """In order, and those that touch made one."""
    found: list[Span] = []
    for first, last in sorted((first, min(last, MINUTES_A_DAY)) for first, last in spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise DomainError(_("Write dates like 2026-12-25."), field="holidays") from error


def weekly_from(text: str) -> dict[str, list[list[str]]]:
    """`monday 09:00-12:00 13:00-18:00`, a line a day, as stored. Raises `DomainError`."""
    return {name.lower(): spans for name, spans in _lines(text, "weekly")}


def holidays_from(text: str) -> dict[str, list[list[str]]]:
    """`2026-12-25` or `2026-12-24 09:00-12:00`, a line a day, as stored."""
    return {_date(name).isoformat(): spans for name, spans in _lines(text, "holidays")}


def _lines(text: str, field: str) -> list[tuple[str, list[list[str]]]]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, *spans = line.replace("–", "-").replace("：", ":").split()
        found.append((name, [span.split("-") for span in spans]))
        _pairs(found[-1][1], field)
    return found


def written(days: Mapping[str, Any]) -> str:
    """The other way round: a line a day."""
    return "\n".join(
        " ".join([name, *("-".join(span) for span in spans)]) for name, spans in days.items()
    )
