"""What holds at this moment: who is there, how long it takes, what it costs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from octant.core.knowledge.models import Category
from octant.core.ports.registry import facts_of
from octant.core.ports.workspace import workspace
from octant.core.promises.attained import answered_in_time
from octant.core.promises.hours import hours_of
from octant.core.routing.selectors import GENERAL, expected_wait
from octant.kit.business_time import Hours, NeverOpens, add
from octant.kit.clock import now


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one surface. `minutes`: until somebody answers, None where nobody can say. `open`: whether
    somebody is there now, None where that is not known. `opens_at` if it is shut."""

    minutes: int | None = None
    open: bool | None = None
    agents: int | None = None
    opens_at: datetime | None = None
    cost: str = ""
    in_time: int | None = None  # percent of mails of the last four weeks
    number: str = ""  # a line for accounts in danger, which never shuts


Everywhere = dict[str, Facts]


def gather(*, category: str, language: str, kind: str, live: bool = True) -> Everywhere:
    """The facts for somebody who asks now. Without `live` (the system is stopped) nothing is said
    of who is on duty."""
    email = workspace().email_answer_hours
    found = {
        "help_center": Facts(minutes=0, open=True),
        "learn": Facts(minutes=0, open=True),
        "email": Facts(
            minutes=60 * int(email["max"]), open=True, in_time=answered_in_time("email")
        ),
        "live_chat": _chat(category, language) if live else Facts(),
        "phone": _phone(language, kind),
        "social": Facts(),
        "community": Facts(),
    }
    for key in found:
        if told := facts_of(key, category=category, language=language):
            found[key] = Facts(**told)
    return found


def _chat(category: str, language: str) -> Facts:
    wait = expected_wait(queue=queue_of(category), language=language)
    return Facts(minutes=wait.minutes, open=bool(wait.agents), agents=wait.agents)


def queue_of(category: str) -> str:
    """The queue that tickets of a category join."""
    if not category:
        return GENERAL
    skill = Category.objects.filter(key=category[:80]).values_list("skill", flat=True).first()
    return skill or GENERAL


def _phone(language: str, kind: str) -> Facts:
    cost = workspace().text("phone", "cost", language=language)
    phones = (workspace().raw.get("official") or {}).get("phones") or []
    if kind == "takeover" and (line := next((p for p in phones if p.get("locks")), None)):
        return Facts(open=True, cost=cost, number=str(line["number"]))
    hours = phone_hours()
    at = now()
    if hours is None or hours.always:
        return Facts(open=True if hours else None, cost=cost)
    try:
        opens = add(hours, at, timedelta(seconds=1)) - timedelta(seconds=1)
    except NeverOpens:
        return Facts(open=False, cost=cost)
    if opens <= at:
        return Facts(open=True, cost=cost)
    minutes = -(-int((opens - at).total_seconds()) // 60)
    return Facts(minutes=minutes, open=False, opens_at=opens, cost=cost)


def phone_hours() -> Hours | None:
    """When calls are answered; None where the workspace says nothing. Raises `DomainError`."""
    every = workspace().raw.get("hours") or {}
    line = every.get("phone")
    if not line:
        return None
    if line.get("always_open"):
        return Hours()
    weekly = line.get("weekly") or {}
    zone = str(every.get("timezone", "UTC"))
    return hours_of(zone, weekly, line.get("holidays") or {}) if any(weekly.values()) else None
