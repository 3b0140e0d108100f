"""One connected browser: who it is, what it may watch, and the frames in both directions."""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from octant.core.people.access import ANSWERING
from octant.core.tickets.access import open_key, open_socket_token
from octant.kit.errors import DomainError, NotAllowed, NotFound, TooMany
from octant.reactions.realtime import store
from octant.reactions.realtime.database import Reader
from octant.reactions.realtime.rooms import Rooms, frame

log = structlog.get_logger()

OUTBOX = 1_000  # frames waiting for one browser; beyond this it is disconnected
SAY_PER_10_SECONDS = 30
TYPING_SECONDS = 2.0


class Line(Protocol):
    """The way out to one browser."""

    def write(self, text: str) -> bool:
        """Send one frame at once; False where others wait, or the browser does not keep up."""

    def drain(self) -> None:
        """Send what waits in the outbox as fast as the browser takes it."""


@dataclass(slots=True)
class Place:
    """A ticket this browser watches. `sent` is the last message number it was sent."""

    facts: store.TicketFacts
    sent: int
    loading: bool = True
    waiting: list[tuple[int, str]] = field(default_factory=list)


class Session:
    """State of one socket; nothing here is lost when it goes."""

    def __init__(self, rooms: Rooms, reader: Reader, line: Line) -> None:
        self._rooms = rooms
        self._reader = reader
        self._line = line
        # A deque: nobody waits on it, and a queue that can be waited on has four of them.
        self.outbox: deque[str | None] = deque()
        self.places: dict[int, Place] = {}
        self.user: int | None = None
        self.customer: int | None = None
        self.name = ""
        self.language = "en"
        self._topics: list[str] = []
        self._spoken: list[float] = []
        self._typed = 0.0

    @property
    def sees_notes(self) -> bool:
        return self.user is not None

    @property
    def known_yet(self) -> bool:
        return self.user is not None or self.customer is not None

    # Frames out

    def push(self, text: str) -> None:
        """Send at once, or keep the order behind what waits for a slow browser."""
        if self._line.write(text):
            return
        if len(self.outbox) < OUTBOX:
            self.outbox.append(text)
        else:
            self._drop()
        self._line.drain()

    def push_message(self, ticket: int, seq: int, text: str) -> None:
        place = self.places.get(ticket)
        if place is None or seq <= place.sent:
            return
        if place.loading:
            place.waiting.append((seq, text))
            return
        place.sent = seq
        self.push(text)

    def _drop(self) -> None:
        """Too slow: it will reconnect and resume from the last number it has."""
        self.outbox.clear()
        self.outbox.append(None)
        self._line.drain()

    def dismiss(self) -> None:
        """Say goodbye; who may still be here comes back with a new token."""
        self.push(frame("bye"))
        self.outbox.append(None)
        self._line.drain()

    def refuse(self, error: DomainError, request: str = "") -> None:
        with translation.override(self.language):
            self.push(frame("error", code=error.code, sentence=str(error), id=request))

    # Frames in

    async def hello(self, data: dict[str, Any]) -> None:
        """Say who one is, by a ticket's key (customer) or a socket token (staff)."""
        self.language = str(data.get("language", "en"))[:16]
        if data.get("key"):
            await self._hello_customer(str(data["key"]), number(data.get("after")))
        elif data.get("token"):
            await self._hello_staff(str(data["token"]))
        else:
            raise NotAllowed(_("Please reload the page."), code="bad_token")

    async def _hello_customer(self, key: str, after: int) -> None:
        customer, ticket = open_key(key)
        facts = await store.ticket_facts(self._reader, ticket)
        if facts is None or not await store.is_same(self._reader, customer, facts.customer):
            raise NotFound(_("There is no such ticket."))
        if facts.blocked:
            raise NotAllowed(_("Chat is not available to you. Please write to us by email."))
        self.customer = customer
        self._follow(f"customer:{customer}")
        self.push(frame("welcome", ticket=facts.id, version=facts.version, last=facts.last_seq))
        await self._join(facts, after)

    async def _hello_staff(self, token: str) -> None:
        user = open_socket_token(token)
        names = await store.staff_names(self._reader, [user], [str(r) for r in ANSWERING])
        if user not in names:
            raise NotAllowed(_("Only agents may read tickets."))
        self.user, self.name = user, names[user]
        self._follow("desk")
        self._follow("queue")
        self._follow(f"user:{user}")
        self.push(frame("welcome", user=user, name=self.name))

    async def watch(self, data: dict[str, Any]) -> None:
        """Staff only: get a ticket's messages above `after` and all that follow."""
        if self.user is None:
            raise NotAllowed(_("Only agents may read tickets."))
        facts = await store.ticket_facts(self._reader, number(data.get("ticket")))
        if facts is None:
            raise NotFound(_("There is no such ticket."))
        await self._join(facts, number(data.get("after")))

    def unwatch(self, data: dict[str, Any]) -> None:
        ticket = number(data.get("ticket"))
        if self.user is not None and ticket in self.places:
            del self.places[ticket]
            self._rooms.leave(ticket, self)

    async def _join(self, facts: store.TicketFacts, after: int) -> None:
        """Enter the room first, then read what is stored: nothing falls between the two."""
        place = self.places[facts.id] = Place(facts, after)
        room = self._rooms.join(facts.id, self, facts.last_seq)
        more = True
        while more:
            rows = await store.messages_after(self._reader, facts.id, place.sent)
            for wire in rows:
                place.sent = wire["seq"]
                if wire["kind"] != "note" or self.sees_notes:
                    self.push(frame("msg", ticket=facts.id, m=wire))
            more = len(rows) == store.PIECE
        place.loading = False
        for seq, text in sorted(place.waiting):
            self.push_message(facts.id, seq, text)
        place.waiting.clear()
        room.delivered = max(room.delivered, place.sent)

    def _follow(self, topic: str) -> None:
        self._topics.append(topic)
        self._rooms.follow(topic, self)

    def place_of(self, data: dict[str, Any]) -> Place:
        """The watched ticket a frame is about; a customer has only one."""
        ticket = number(data.get("ticket")) or next(iter(self.places), 0)
        place = self.places.get(ticket)
        if place is None:
            raise NotFound(_("There is no such ticket."))
        return place

    @property
    def spends_much(self) -> bool:
        """Whether `spend` may refuse."""
        return len(self._spoken) >= SAY_PER_10_SECONDS

    def spend(self) -> None:
        """Count a message against the limit. Raises `TooMany`."""
        at = time.monotonic()
        self._spoken = [t for t in self._spoken if at - t < 10]
        if len(self._spoken) >= SAY_PER_10_SECONDS:
            raise TooMany(_("You are sending faster than we can read. Please wait a moment."))
        self._spoken.append(at)

    def may_type(self) -> bool:
        at = time.monotonic()
        if at - self._typed < TYPING_SECONDS:
            return False
        self._typed = at
        return True

    def leave(self) -> None:
        for ticket in list(self.places):
            self._rooms.leave(ticket, self)
        for topic in self._topics:
            self._rooms.unfollow(topic, self)
        self.places.clear()


def number(value: Any) -> int:
    """A whole number from a frame, 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
