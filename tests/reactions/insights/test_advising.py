"""The report on advice is right to the unit, held to a ledger kept beside."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.core.tickets.factories import a_customer, a_ticket

from octant.core.advice.answer import advise
from octant.core.advice.services.following import note_advice, note_start, note_ticket
from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.tickets.models import Ticket
from octant.core.tickets.services import lifecycle
from octant.core.tickets.services.removing import remove_tickets
from octant.kit.clock import moved, now
from octant.kit.errors import NotAllowed
from octant.reactions.insights.advising import (
    Choices,
    Correction,
    advice_report,
    corrections,
    together,
)

pytestmark = pytest.mark.django_db
SAID = ("I cannot sell, all my orders are rejected", "how do I change my password", "hello")
TOPICS = ("", "funding", "funding/withdrawals", "fundings")
NOTHING = {"urgency": "", "complexity": "", "preference": ""}


@dataclass
class Case:
    """One advice as it should be counted; `steps` are the ways in the order they were taken."""

    day: str
    language: str
    category: str
    first: str
    steps: list[str] = field(default_factory=list)
    ticket: Ticket | None = None
    solved: bool = False
    ended: bool = False
    over: bool = True

    @property
    def used(self) -> str:
        return self.steps[0] if self.steps else ""

    @property
    def known(self) -> bool:
        alone = self.used in ("help_center", "learn") and self.over
        return bool(self.used) and (len(set(self.steps)) > 1 or self.ended or alone)

    @property
    def here(self) -> bool:
        alone = self.used in ("help_center", "learn") and self.over
        return self.known and len(set(self.steps)) == 1 and (self.solved or alone)


def acted(chance: random.Random, number: int, lead: User) -> Case:
    """Somebody asks, takes ways in some order, and their ticket meets some end."""
    who, language = (f"asker-{number}",), chance.choice(("en", "zh-hans"))
    with moved(-timedelta(minutes=chance.randrange(1, 20 * 24 * 60))):
        found = advise(chance.choice(SAID), language=language, category=chance.choice(TOPICS))
        at = now()
        for _again in range(chance.randrange(1, 3)):  # the page asks with every change
            note_advice(asker=who, found=found, own=NOTHING, language=language)
        usable = found.first_usable
        assert usable is not None
        case = Case(f"{at:%Y-%m-%d}", language, found.read.category, usable.key)
        case.over = at < datetime.now(UTC) - timedelta(days=1)
        for _step in range(chance.randrange(4)):
            step(chance, case, who, lead)
    return case


def step(chance: random.Random, case: Case, who: tuple[str, ...], lead: User) -> None:
    if chance.random() < 0.5:
        way = chance.choice(("help_center", "email", "live_chat", "learn"))
        assert note_start(asker=who, way=way)
        case.steps.append(way)
        return
    ticket = a_ticket(channel=chance.choice(("email", "live_chat")))
    case.steps.append(ticket.channel)
    for _twice in range(2):
        note_ticket(asker=who, ticket=ticket)
    if case.ticket is None and case.used == ticket.channel:
        case.ticket = ticket
        if chance.random() < 0.7:
            lifecycle.solve(ticket=ticket, actor=lead)
            case.solved = case.ended = True
            if chance.random() < 0.3:
                lifecycle.reopen(ticket=ticket, actor=lead)
                case.solved = case.ended = False


def counted(cases: list[Case], group: str) -> list[Choices]:
    def name(case: Case) -> str:
        day = datetime.fromisoformat(case.day)
        return case.day if group == "day" else f"{day - timedelta(days=day.weekday()):%Y-%m-%d}"

    keys = sorted({(name(c), c.first, c.used) for c in cases})
    return [
        Choices(*key, len(those), sum(c.known for c in those), sum(c.here for c in those))
        for key in keys
        for those in [[c for c in cases if (name(c), c.first, c.used) == key]]
    ]


def test_what_was_set_by_hand_is_counted(lead: User) -> None:
    found = advise("my order is stuck", language="en")
    read = found.understood
    assert read.preference == ""
    other = "low" if read.urgency != "low" else "high"
    own = (
        {"urgency": other},
        {"urgency": other, "preference": "voice"},
        {"urgency": read.urgency},  # back to what it was
        {"preference": "none"},  # as it was understood
        {},
    )
    for number, each in enumerate(own):
        language = "en" if number else "zh-hans"
        asker = (f"a{number}",)
        note_advice(asker=asker, found=found, own=NOTHING | each, language=language)
    span = {"since": now() - timedelta(days=1), "until": now() + timedelta(seconds=1)}
    urgency = Correction("urgency", read.urgency, other, 2)
    voice = Correction("preference", "none", "voice", 1)
    assert corrections(lead, **span) == [urgency, voice]
    assert corrections(lead, **span, language="zh-hans") == [replace(urgency, times=1)]
    assert corrections(lead, **span, category="other") == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_counts_what_happened(lead: User, seed: int) -> None:
    chance = random.Random(seed)
    cases = [acted(chance, number, lead) for number in range(40)]
    while deliver_due():
        pass
    span = {"since": now() - timedelta(days=30), "until": now() + timedelta(seconds=1)}
    for group in ("day", "week"):
        for language in ("", "en"):
            for category in ("", "funding"):
                those = [
                    case
                    for case in cases
                    if case.language.startswith(language)
                    and (not category or (case.category + "/").startswith("funding/"))
                ]
                found = advice_report(
                    lead, **span, group=group, language=language, category=category
                )
                assert found == counted(those, group)
    everything = together("", advice_report(lead, **span))
    assert everything.given == len(cases)
    assert everything.followed == sum(bool(c.used) and c.used == c.first for c in cases)
    assert 0 < everything.solved < everything.known < everything.used < everything.given


def test_a_ticket_that_is_erased_stays_counted_without_anybody(lead: User) -> None:
    found = advise(SAID[0], language="en")
    note_advice(asker=("a",), found=found, own=NOTHING, language="en")
    ticket = a_ticket(a_customer(), channel="email")
    note_ticket(asker=("a",), ticket=ticket)
    lifecycle.solve(ticket=ticket, actor=lead)
    deliver_due()
    remove_tickets([ticket.pk])
    row = advice_report(lead, since=now() - timedelta(hours=1), until=now() + timedelta(seconds=1))
    assert [(each.used, each.given, each.known, each.solved) for each in row] == [
        ("email", 1, 1, 1)
    ]


def test_only_leads_read_it(agent: User) -> None:
    with pytest.raises(NotAllowed):
        advice_report(agent, since=now(), until=now())
