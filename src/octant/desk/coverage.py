"""The week as leads see it: for each hour and language, how many work and where nobody does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octant.core.ports.workspace import workspace
from octant.core.routing.board import shifts_of_everybody
from octant.core.routing.selectors import MINUTES_A_WEEK, Gap, coverage_gaps
from octant.desk import words

if TYPE_CHECKING:
    from octant.core.routing.models import Shift

HOURS_A_DAY = 24
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Hour:
    """One cell. `uncovered` are minutes of this hour in which nobody works."""

    hour: int
    agents: int
    uncovered: int


@dataclass(frozen=True, slots=True)
class Week:
    """One language: seven days of 24 hours, and the gaps in words."""

    language: str
    name: str
    days: list[tuple[str, list[Hour]]]
    gaps: list[str]


def weeks() -> list[Week]:
    """A grid for each language of the workspace."""
    languages = workspace().languages
    gaps = coverage_gaps(languages)
    shifts = shifts_of_everybody()
    return [_week(language, gaps, shifts) for language in languages]


def _week(language: str, gaps: list[Gap], shifts: "Iterable[Shift]") -> Week:
    own = [gap for gap in gaps if gap.language == language]
    speaking = [s for s in shifts if language in _languages(s)]
    days = [
        (str(name), [_hour(day, hour, own, speaking) for hour in range(HOURS_A_DAY)])
        for day, name in enumerate(words.DAYS)
    ]
    return Week(
        language=language,
        name=str(words.LANGUAGES.get(language, language)),
        days=days,
        gaps=[f"{moment(gap.start_minute)} – {moment(gap.end_minute)}" for gap in own],
    )


def _languages(shift: "Shift") -> list[str]:
    state = getattr(shift.user, "agent_state", None)
    return list(state.languages) if state else []


def _hour(day: int, hour: int, gaps: list[Gap], shifts: "list[Shift]") -> Hour:
    start = day * MINUTES_A_DAY + hour * 60
    end = start + 60
    uncovered = sum(max(0, min(end, g.end_minute) - max(start, g.start_minute)) for g in gaps)
    working = sum(_works(shift, start, end) for shift in shifts)
    return Hour(hour=hour, agents=working, uncovered=uncovered)


def _works(shift: "Shift", start: int, end: int) -> bool:
    return any(
        shift.start_minute - over < end and shift.end_minute - over > start
        for over in (0, MINUTES_A_WEEK)
    )


def moment(minute: int) -> str:
    """A minute of the week in words: `Sunday 02:00`."""
    day, rest = divmod(minute % MINUTES_A_WEEK, MINUTES_A_DAY)
    return f"{words.DAYS[day]} {rest // 60:02}:{rest % 60:02}"
