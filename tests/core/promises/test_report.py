"""The report counts to the unit what a walk over all promises counts."""

import random
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from tests.core.promises.test_clocks import a_policy
from tests.core.tickets.factories import a_category, a_ticket, words

from octant.core.people.models import User
from octant.core.promises.models import Calendar, Policy, Promise
from octant.core.promises.report import attainment, broken_promises
from octant.core.promises.selectors import preview, promise_for
from octant.core.promises.services.files import dump_promises, load_promises
from octant.core.promises.services.policies import (
    remove_calendar,
    save_calendar,
    save_policy,
)
from octant.core.promises.tasks import tend
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import Ticket
from octant.core.tickets.services import lifecycle
from octant.core.tickets.services.conversation import send
from octant.kit import clock
from octant.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.django_db


def a_month(agent: User, lead: User) -> tuple[datetime, datetime]:
    """Forty tickets over four weeks, answered or not, in time or not, by a fixed draw."""
    draw = random.Random(7)
    since = clock.now() - timedelta(days=28)
    for number in range(40):
        with clock.moved(-timedelta(hours=draw.randrange(1, 28 * 24))):
            ticket = a_ticket(
                channel=draw.choice(("live_chat", "email")),
                category=draw.choice((None, a_category("funding"), a_category("api"))),
            )
            fate = draw.randrange(4)
            with clock.moved(timedelta(minutes=draw.randrange(1, 130))):
                if fate:
                    send(ticket=ticket, agent=agent, text=words(f"Answer {number}"))
                elif draw.randrange(2):
                    lifecycle.solve(ticket=ticket, actor=agent)
    tend()
    return since, clock.now()


def recount(group: str) -> dict[str, tuple[int, int, int, int, int | None, int | None]]:
    found: dict[str, list[Promise]] = {}
    for row in Promise.objects.filter(clock="first").select_related("ticket__category"):
        monday = row.started_at.astimezone(ZoneInfo("UTC")).date()
        monday -= timedelta(days=monday.weekday())
        topic = row.ticket.category.key if row.ticket.category else ""
        name = {"channel": row.ticket.channel, "category": topic, "week": str(monday), "all": ""}
        found.setdefault(name[group], []).append(row)
    return {name: _line(rows) for name, rows in found.items()}


def _line(rows: list[Promise]) -> tuple[int, int, int, int, int | None, int | None]:
    due = timedelta(minutes=60)
    answered = [row for row in rows if row.ticket.first_reply_at]
    took = sorted(round((row.ticket.first_reply_at - row.started_at).total_seconds())  # type: ignore[operator]
                  for row in answered)  # fmt: skip
    kept = sum(row.ticket.first_reply_at - row.started_at <= due for row in answered)  # type: ignore[operator]
    late = len(answered) - kept
    silent = [row for row in rows if not row.ticket.first_reply_at]
    dropped = sum(row.ticket.status == "solved" for row in silent if row.broken_at is None)
    overdue = sum((row.ticket.solved_at or clock.now()) - row.started_at > due for row in silent)
    running = len(silent) - dropped - overdue
    return (
        *(kept, late + overdue, running, dropped),
        *(
            (took[-(-len(took) // 2) - 1], took[-(-len(took) * 9 // 10) - 1])
            if took
            else (None,) * 2
        ),
    )  # type: ignore[return-value]


@pytest.mark.parametrize("group", ["channel", "category", "week", "all"])
def test_the_report_is_right_to_the_unit(agent: User, lead: User, group: str) -> None:
    a_policy(next_minutes=None, solution_minutes=None)
    since, until = a_month(agent, lead)
    lines = attainment(lead, group=group, since=since, until=until)
    told = {x.name: (x.kept, x.broken, x.running, x.dropped, x.half, x.most) for x in lines}
    assert told == recount(group)
    broken = broken_promises(lead, clock="first", since=since, until=until)
    assert len(broken) == sum(line.broken for line in lines) > 0


def test_only_leads_read_it(agent: User) -> None:
    with pytest.raises(NotAllowed):
        attainment(agent, since=clock.now(), until=clock.now())


def test_a_preview_says_what_a_policy_would_mean_and_changes_nothing(lead: User) -> None:
    with clock.moved(-timedelta(hours=2)):
        old = a_ticket()
    a_ticket(channel="email")
    draft = Policy(key="new", names={"en": "Chats"}, channels=["live_chat"], first_minutes=60)
    found = preview(lead, draft)
    assert (found.looked, found.fitting, found.changed) == (2, 1, 1)
    assert (found.overdue, found.overdue_now) == (1, 0)
    assert Ticket.objects.get(pk=old.pk).policy == ""
    save_policy(actor=lead, policy=draft)
    tend()
    assert Ticket.objects.get(pk=old.pk).due_at < clock.now()
    assert AuditEntry.objects.filter(verb="promise_policy_added").count() == 1


def test_what_makes_no_sense_is_refused(lead: User, agent: User) -> None:
    with pytest.raises(DomainError):
        save_policy(actor=lead, policy=Policy(names={"en": "x"}, first_minutes=0))
    with pytest.raises(DomainError):
        save_calendar(actor=lead, calendar=Calendar(names={"en": "x"}, zone="Mars/Base"))
    with pytest.raises(DomainError):
        bad = {"monday": [["9", "18:00"]]}
        save_calendar(actor=lead, calendar=Calendar(names={"en": "x"}, weekly=bad))
    with pytest.raises(NotAllowed):
        save_policy(actor=agent, policy=Policy(names={"en": "x"}))


def test_a_calendar_in_use_stays(lead: User) -> None:
    calendar = save_calendar(actor=lead, calendar=Calendar(names={"en": "Office"}))
    a_policy(calendar=calendar)
    with pytest.raises(Conflict):
        remove_calendar(actor=lead, calendar=calendar)


def test_files_go_in_and_out_without_loss(tmp_path: Path, lead: User) -> None:
    source = Path("workspaces/kraken")
    assert load_promises(source) == 4
    dump_promises(tmp_path)
    wanted = yaml.safe_load((source / "promises.yaml").read_text("utf-8"))
    assert yaml.safe_load((tmp_path / "promises.yaml").read_text("utf-8")) == wanted
    policy = Policy.objects.get(key="usual")
    policy.first_minutes = 30
    save_policy(actor=lead, policy=policy)
    load_promises(source)  # an entry that has not changed leaves what leads changed
    assert Policy.objects.get(key="usual").first_minutes == 30


def test_customers_are_told_by_when_in_their_own_time(agent: User) -> None:
    a_policy(solution_minutes=None, next_minutes=None)
    ticket = a_ticket()
    ticket.customer.timezone = "Asia/Shanghai"
    local = ticket.due_at.astimezone(ZoneInfo("Asia/Shanghai"))
    told = promise_for(ticket)
    assert told.clock == "first" and not told.overdue
    assert f"{local:%H:%M} (Asia/Shanghai)" in told.words
    with clock.moved(timedelta(hours=2)):
        assert "late" in promise_for(ticket).words
    send(ticket=ticket, agent=agent, text=words("Which coin?"), waiting=True)
    assert promise_for(ticket).words == "We wait for your answer."
    lifecycle.solve(ticket=ticket, actor=agent)
    assert promise_for(ticket).words == ""
