"""Weeks of a help desk, acted out through its services in order of time, with a ledger beside.

The ledger is written as things are done and never looks into the tables: what reports must say.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from tests.core.tickets.factories import a_category, a_customer, a_ticket, words

from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.tickets.models import Ticket
from octant.core.tickets.services import lifecycle
from octant.core.tickets.services.conversation import event, receive, send
from octant.kit import clock
from octant.reactions.insights.services.counting import count_stale
from octant.reactions.insights.tasks import count, look

TOPICS = ("", "funding", "funding/withdrawals", "api")
COUNTED_EVERY = 9  # deeds


@dataclass
class Case:
    """One ticket as it should be counted."""

    ticket: Ticket
    began: datetime
    channel: str
    category: str
    language: str
    first: int | None = None
    solution: int | None = None
    reopened: bool = False
    rating: int | None = None
    queued: bool = False
    abandoned: bool = False
    double: bool = False


Deed = Callable[[], None]


class Desk:
    """Cases that begin within `days` of `first`, and their fates, by a fixed draw."""

    def __init__(self, agent: User, first: datetime, days: int, tickets: int, seed: int) -> None:
        self.agent, self.draw = agent, random.Random(seed)
        self.cases: list[Case] = []
        self.at = first
        self._deeds: list[tuple[datetime, int, Deed]] = []
        for number in range(tickets):
            begins = first + timedelta(seconds=self.draw.randrange(days * 86400))
            self._deeds.append((begins, number, self._begin))

    def act(self) -> None:
        """Do everything in its time, and count now and then, as the worker would."""
        done = 0
        while self._deeds:
            self._deeds.sort(key=lambda deed: deed[:2])
            self.at, _number, deed = self._deeds.pop(0)
            with clock.moved(self.at - clock.now()):
                deed()
                done += 1
                if done % COUNTED_EVERY == 0 or not self._deeds:
                    tend()

    def _later(self, minutes: int, deed: Deed) -> None:
        moment = self.at + timedelta(seconds=self.draw.randrange(1, minutes * 60))
        self._deeds.append((moment, len(self._deeds) + 1000, deed))

    def _begin(self) -> None:
        draw = self.draw
        key, channel = draw.choice(TOPICS), draw.choice(("live_chat", "email"))
        language, live = draw.choice(("en", "zh-hans")), channel == "live_chat"
        ticket = a_ticket(
            a_customer(),
            channel=channel,
            language=language,
            live=live,
            category=a_category(key) if key else None,
        )
        case = Case(ticket, ticket.created_at, channel, key, language, queued=live)
        self.cases.append(case)
        fates = [self._answer, self._answer, self._answer, self._double, self._relabel]
        fate = draw.choice([*fates, self._leave, self._leave] if live else fates)
        self._later(180, lambda: fate(case))

    def _answer(self, case: Case) -> None:
        if case.channel == "live_chat":
            event(case.ticket, "accepted", actor=self.agent, name="Mia")
        send(ticket=case.ticket, agent=self.agent, text=words("Here it is."))
        case.ticket.refresh_from_db()
        assert case.ticket.first_reply_at is not None
        case.first = int((case.ticket.first_reply_at - case.began).total_seconds())
        if self.draw.random() < 0.7:
            self._later(3000, lambda: self._solve(case))
        if self.draw.random() < 0.2 and case.channel == "live_chat":
            self._later(60, lambda: lifecycle.end_chat(ticket=case.ticket, outcome="left"))

    def _solve(self, case: Case) -> None:
        lifecycle.solve(ticket=case.ticket, actor=self.agent)
        case.ticket.refresh_from_db()
        assert case.ticket.solved_at is not None
        case.solution = int((case.ticket.solved_at - case.began).total_seconds())
        next_ = self.draw.choice((None, self._rate, self._reopen, self._speak))
        if next_ is not None:
            self._later(600, lambda: next_(case))

    def _rate(self, case: Case) -> None:
        case.rating = self.draw.randint(1, 5)
        customer = case.ticket.customer
        lifecycle.rate(
            ticket=case.ticket, customer=customer, rating=case.rating, comment=words("So.")
        )
        if self.draw.random() < 0.3:  # thinks again
            self._later(60, lambda: self._rate(case))

    def _reopen(self, case: Case) -> None:
        lifecycle.reopen(ticket=case.ticket, customer=case.ticket.customer)
        case.reopened, case.solution = True, None
        if self.draw.random() < 0.5:
            self._later(600, lambda: self._solve(case))

    def _speak(self, case: Case) -> None:
        receive(
            ticket=case.ticket,
            customer=case.ticket.customer,
            text=words("It is not."),
            channel=case.channel,
        )
        case.reopened, case.solution = True, None

    def _double(self, case: Case) -> None:
        """They had written before; the other ticket begins now, in time before this one ends."""
        stays = a_ticket(case.ticket.customer, channel="email", language=case.language)
        self.cases.append(Case(stays, stays.created_at, "email", "", case.language))
        lifecycle.merge(ticket=case.ticket, into=stays, actor=self.agent)
        case.double = True

    def _relabel(self, case: Case) -> None:
        case.category = "api"
        lifecycle.label(ticket=case.ticket, actor=self.agent, category=a_category("api"))

    def _leave(self, case: Case) -> None:
        outcome = self.draw.choice(("left", "gone", "email"))
        lifecycle.end_chat(ticket=case.ticket, outcome=outcome)
        case.abandoned = outcome != "email"


def tend() -> None:
    """What the worker does: events, then hours."""
    while deliver_due():
        pass
    look()
    count()
    while count_stale():  # what the task left for its next turn
        pass


Counted = tuple[int | None, ...]


def recount(cases: list[Case], name: Callable[[Case], str]) -> dict[str, Counted]:
    """One by one, in plain Python: {name: the fields of a `Line` in their order}."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        if not case.double:
            groups.setdefault(name(case), []).append(case)
    return {key: _counted(rows) for key, rows in sorted(groups.items())}


def _counted(rows: list[Case]) -> Counted:
    first = sorted(case.first for case in rows if case.first is not None)
    solution = sorted(case.solution for case in rows if case.solution is not None)
    ratings = [case.rating for case in rows if case.rating is not None]
    return (
        len(rows),
        *(len(first), _share(first, 0.5), _share(first, 0.9)),
        *(len(solution), _share(solution, 0.5), _share(solution, 0.9)),
        sum(case.reopened for case in rows),
        *(len(ratings), sum(ratings)),
        sum(case.queued for case in rows),
        sum(case.abandoned for case in rows),
    )


def _share(values: list[int], share: float) -> int | None:
    return values[ceil(share * len(values)) - 1] if values else None
