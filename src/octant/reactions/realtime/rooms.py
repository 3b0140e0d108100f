"""Who watches what in this process, and messages of each ticket in order, each once."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import orjson


def encode(value: Any) -> str:
    """JSON; a tenth of what the standard library takes for a message."""
    return orjson.dumps(value).decode()


# Messages of a ticket above a number, as wire forms; notes included.
Fetch = Callable[[int, int], Awaitable[list[dict[str, Any]]]]


class Watcher(Protocol):
    """A connected browser."""

    @property
    def sees_notes(self) -> bool: ...

    def push(self, text: str) -> None:
        """Queue one frame; a browser that does not keep up is disconnected."""

    def dismiss(self) -> None:
        """Say goodbye and disconnect."""

    def push_message(self, ticket: int, seq: int, text: str) -> None:
        """Queue one message, unless it was sent before."""


class Room:
    """One ticket that somebody here watches."""

    def __init__(self, ticket: int, delivered: int) -> None:
        self.ticket = ticket
        self.delivered = delivered  # the last number handed to watchers
        self.ahead: dict[int, tuple[dict[str, Any], str]] = {}  # came before its predecessor
        self.watchers: set[Watcher] = set()

    def offer(self, wire: dict[str, Any], body: str = "") -> bool:
        """Take one message; hands on all that are now in order. False if one is missing.

        `body` is its JSON where that is known already.
        """
        if wire["seq"] > self.delivered:
            self.ahead[wire["seq"]] = (wire, body)
        while (following := self.ahead.pop(self.delivered + 1, None)) is not None:
            self.delivered += 1
            self._hand_on(*following)
        return not self.ahead

    def _hand_on(self, wire: dict[str, Any], body: str) -> None:
        text = f'{{"t":"msg","ticket":{self.ticket},"m":{body or encode(wire)}}}'
        for watcher in self.watchers:
            if wire["kind"] != "note" or watcher.sees_notes:
                watcher.push_message(self.ticket, wire["seq"], text)


class Rooms:
    """All rooms and topics of this process."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._rooms: dict[int, Room] = {}
        self._topics: defaultdict[str, set[Watcher]] = defaultdict(set)

    def room(self, ticket: int) -> Room | None:
        return self._rooms.get(ticket)

    def tickets(self) -> list[Room]:
        return list(self._rooms.values())

    def join(self, ticket: int, watcher: Watcher, delivered: int) -> Room:
        """Watch a ticket whose last message is number `delivered` as far as is known here."""
        room = self._rooms.setdefault(ticket, Room(ticket, delivered))
        room.watchers.add(watcher)
        return room

    def leave(self, ticket: int, watcher: Watcher) -> None:
        room = self._rooms.get(ticket)
        if room is not None:
            room.watchers.discard(watcher)
            if not room.watchers:
                del self._rooms[ticket]

    def follow(self, topic: str, watcher: Watcher) -> None:
        self._topics[topic].add(watcher)

    def unfollow(self, topic: str, watcher: Watcher) -> None:
        self._topics[topic].discard(watcher)
        if not self._topics[topic]:
            del self._topics[topic]

    def publish_local(self, ticket: int, wire: dict[str, Any], body: str) -> None:
        """A message that this process just committed, and its JSON."""
        room = self._rooms.get(ticket)
        if room is not None:
            room.offer(wire, body)

    async def receive(self, item: dict[str, Any]) -> None:
        """One item of a NOTIFY payload, from any process."""
        topic = str(item.get("topic", ""))
        name, _, number = topic.partition(":")
        if name != "ticket":
            self._tell(topic, frame("tell", **item))
            if item.get("signed_out") or item.get("blocked"):
                self._dismiss(topic)
            return
        room = self._rooms.get(int(number))
        if room is None:
            return
        if "m" in item:
            if not room.offer(item["m"]):
                await self.catch_up(room)
        elif int(item.get("seq", 0)) > room.delivered and "seen" not in item:
            await self.catch_up(room)
        if "m" not in item:
            self._tell_room(room, item)

    async def catch_up(self, room: Room) -> None:
        """Fetch what is stored above the last delivered message, and hand it on."""
        while rows := await self._fetch(room.ticket, room.delivered):
            for wire in rows:
                # What the table holds is the order; a number it lacks will never come.
                room.delivered = max(room.delivered, wire["seq"] - 1)
                room.offer(wire)

    async def catch_up_all(self) -> None:
        """After the listener was away: nothing it may have missed is lost."""
        for room in self.tickets():
            await self.catch_up(room)

    def _tell(self, topic: str, text: str) -> None:
        for watcher in tuple(self._topics.get(topic, ())):
            watcher.push(text)

    def _dismiss(self, topic: str) -> None:
        """Whoever follows it may no longer be here: signed out, or blocked."""
        for watcher in tuple(self._topics.get(topic, ())):
            watcher.dismiss()

    def _tell_room(self, room: Room, item: dict[str, Any]) -> None:
        text = frame("tell", **item)
        for watcher in tuple(room.watchers):
            if watcher.sees_notes or "viewer" not in item:
                watcher.push(text)


def frame(kind: str, **data: Any) -> str:
    """One frame as sent: JSON with its kind under `t`."""
    return encode({"t": kind, **data})
