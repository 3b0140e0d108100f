"""What a browser may ask for: one function a frame kind. See protocol.md."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell
from octant.core.tickets.services.reading import seen
from octant.kit.errors import NotFound
from octant.reactions.realtime.database import in_thread
from octant.reactions.realtime.rooms import frame
from octant.reactions.realtime.saying import say
from octant.reactions.realtime.session import Session, number
from octant.reactions.realtime.writer import Writers

Handler = Callable[[Session, Writers, dict[str, Any]], Awaitable[None]]


async def hello(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    await session.hello(data)


async def watch(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    await session.watch(data)


async def unwatch(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    session.unwatch(data)


async def typing(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    place = session.place_of(data)
    if session.may_type():
        side = "agent" if session.user else "customer"
        await in_thread(tell, f"ticket:{place.facts.id}", typing=side, name=session.name)


async def viewing(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    """Staff tell each other that they look at, or write on, the same ticket."""
    place = session.place_of(data)
    if session.user is not None:
        state = str(data.get("state", "in"))[:8]
        await in_thread(
            tell, f"ticket:{place.facts.id}", viewer=session.user, name=session.name, state=state
        )


async def read(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    place = session.place_of(data)
    side = "agent" if session.user else "customer"
    await in_thread(seen, ticket_id=place.facts.id, by=side, seq=number(data.get("seq")))


async def ping(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    session.push(frame("pong"))


HANDLERS: dict[str, Handler] = {
    "hello": hello,
    "watch": watch,
    "unwatch": unwatch,
    "say": say,
    "typing": typing,
    "viewing": viewing,
    "seen": read,
    "ping": ping,
}


async def handle(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    """Do what one frame asks. Raises `DomainError`."""
    handler = HANDLERS.get(str(data.get("t")))
    if handler is None:
        raise NotFound(_("The page and the server do not match. Please reload the page."))
    if handler is not hello and handler is not ping and not session.known_yet:
        raise NotFound(_("Please reload the page."), code="hello_first")
    await handler(session, writer, data)
