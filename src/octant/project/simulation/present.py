"""Chats that happen now: customers come, wait, talk and go; agents take what is offered to them.

All through the services that pages and sockets use, so that boards, queues and reports move as
they would with people. Agents who are online by themselves are left alone.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from octant.channels.live_chat.services.talk import leave
from octant.core.knowledge.models import Category
from octant.core.people.models import User
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.routing.models import AgentState
from octant.core.routing.selectors import open_offers_of
from octant.core.routing.services.offers import accept
from octant.core.routing.services.presence import set_presence, touch
from octant.core.safety.text import screen
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import open_ticket, receive, send
from octant.core.tickets.services.lifecycle import rate, solve
from octant.kit.errors import Conflict, NotFound
from octant.project.simulation.past import RATED, RATINGS
from octant.project.simulation.samples import Row, Samples

TICK_SECONDS = 1.0
RINGS_SECONDS = (2.0, 10.0)
PATIENCE_SECONDS = 240.0  # on average, until somebody leaves the queue
PAUSE_SECONDS = (4.0, 20.0)  # between two messages
TOUCH_SECONDS = 20.0


@dataclass(slots=True)
class Talk:
    """One chat; moments are seconds of a clock that only goes forward."""

    ticket: Ticket
    lines: list[Row]
    leaves_at: float
    next_at: float = 0.0
    agent: User | None = None


@dataclass(slots=True)
class Counts:
    begun: int = 0
    answered: int = 0
    solved: int = 0
    left: int = 0


@dataclass(slots=True)
class Simulation:
    """`rate`: chats that begin in a minute, on average."""

    found: Samples
    rate: float
    random: Random
    counts: Counts = field(default_factory=Counts)
    agents: list[User] = field(default_factory=list)
    talks: dict[int, Talk] = field(default_factory=dict)
    answers_at: dict[int, float] = field(default_factory=dict)
    touched: float = 0.0

    def run(self, *, seconds: float, told: Callable[[Counts], None]) -> None:
        """Go on for `seconds`, then let the agents sign off; chats that run are ended."""
        self._sign_on()
        began = time.monotonic()
        try:
            while (at := time.monotonic()) - began < seconds:
                self.step(at)
                told(self.counts)
                time.sleep(TICK_SECONDS)
        finally:
            self._sign_off()

    def step(self, at: float) -> None:
        """What happens at one moment."""
        if self.random.random() < self.rate / 60 * TICK_SECONDS:
            self._begin(at)
        self._stay(at)
        for agent in self.agents:
            self._take_offers(agent, at)
        for talk in list(self.talks.values()):
            self._go_on(talk, at)

    def _sign_on(self) -> None:
        online = AgentState.Presence.ONLINE
        here = set(AgentState.objects.filter(presence=online).values_list("user", flat=True))
        self.agents = [each for each in self.found.agents.values() if each.pk not in here]
        for agent in self.agents:
            set_presence(user=agent, presence=online)

    def _sign_off(self) -> None:
        for talk in self.talks.values():
            talk.ticket.refresh_from_db()
            solve(ticket=talk.ticket, actor=talk.agent)
        for agent in self.agents:
            set_presence(user=agent, presence=AgentState.Presence.OFFLINE)

    def _stay(self, at: float) -> None:
        """An open desk says every now and then that it is open."""
        if at - self.touched >= TOUCH_SECONDS:
            self.touched = at
            for agent in self.agents:
                touch(user=agent)

    def _begin(self, at: float) -> None:
        row = self.random.choice([each for each in self.found.tickets if each["channel"] == "chat"])
        customer = guest(
            name=self.random.choice([each.name for each in self.found.customers.values()]),
            email=f"visitor-{self.random.randrange(10**6)}@example.com",
            language=row["language"],
        )
        first, *rest = row["messages"]
        ticket = open_ticket(
            customer=customer,
            subject=screen(row["subject"]),
            text=screen(first["text"]),
            channel="live_chat",
            assurance=Assurance.CLAIMED,
            language=row["language"],
            category=Category.objects.filter(key=row["category"]).first(),
            live=True,
            context={"simulated": True},
        )
        lines = [line for line in rest if line["from"] in ("customer", "agent")]
        patience = self.random.expovariate(1 / PATIENCE_SECONDS)
        self.talks[ticket.pk] = Talk(ticket, lines, leaves_at=at + patience)
        self.counts.begun += 1

    def _take_offers(self, agent: User, at: float) -> None:
        for offer in open_offers_of(agent):
            talk = self.talks.get(offer.ticket_id)
            if talk is None or offer.accepted_at is not None:
                continue
            due = self.answers_at.setdefault(offer.pk, at + self.random.uniform(*RINGS_SECONDS))
            if at < due:
                continue
            try:
                accept(offer_id=offer.pk, agent=agent)
            except (Conflict, NotFound):
                continue  # it rang too long, or the customer has left
            talk.agent, talk.next_at = agent, at
            self.counts.answered += 1

    def _go_on(self, talk: Talk, at: float) -> None:
        if talk.agent is None:
            if at >= talk.leaves_at:
                self._end(talk)
            return
        if at < talk.next_at:
            return
        if not talk.lines:
            self._end(talk)
            return
        line = talk.lines.pop(0)
        text = screen(line["text"])
        if line["from"] == "agent":
            send(ticket=talk.ticket, agent=talk.agent, text=text)
        else:
            receive(ticket=talk.ticket, customer=talk.ticket.customer, text=text)
        talk.next_at = at + self.random.uniform(*PAUSE_SECONDS)

    def _end(self, talk: Talk) -> None:
        ticket = talk.ticket
        ticket.refresh_from_db()
        del self.talks[ticket.pk]
        if talk.agent is None:
            leave(ticket=ticket)
            self.counts.left += 1
            return
        solve(ticket=ticket, actor=talk.agent, disposition="answered")
        self.counts.solved += 1
        if self.random.random() < RATED:
            score = self.random.choices(list(RATINGS), list(RATINGS.values()))[0]
            rate(ticket=ticket, customer=ticket.customer, rating=score, comment=screen(""))
