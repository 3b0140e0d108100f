"""What a browser may ask for: one function a frame kind. See protocol.md."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from octant.core.outbox.services import tell
from octant.core.safety.guard import NeverAsked, Said
from octant.core.safety.text import Screened, screen
from octant.core.safety.text.parts import may_be_part
from octant.core.tickets.leaks import leaks
from octant.core.tickets.services.hearing import hear, is_held
from octant.core.tickets.services.holding import note_stopped
from octant.core.tickets.services.leaked import note_leak
from octant.core.tickets.services.reading import seen
from octant.core.tickets.spoken import said_before
from octant.core.tickets.ways import CHAT
from octant.core.tickets.writer import Appended, Entry, findings_of
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotFound
from octant.kit.ids import read_uuid
from octant.reactions.realtime.database import in_thread
from octant.reactions.realtime.rooms import encode, frame
from octant.reactions.realtime.session import Place, Session, number
from octant.reactions.realtime.writer import Writers

MAX_CHARS = 8_000

Handler = Callable[[Session, Writers, dict[str, Any]], Awaitable[None]]


async def hello(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    await session.hello(data)


async def watch(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    await session.watch(data)


async def unwatch(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    session.unwatch(data)


async def say(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    """Store a message and acknowledge it once it is durable; again, the same answer."""
    place = session.place_of(data)
    client_id = read_uuid(data.get("id"))
    session.spend()
    text = await _heard(session, place, str(data.get("text", "")))
    if not text:
        raise DomainError(_("Please write a message."), code="empty")
    entry = await _guarded(session, place, text, client_id)
    is_part = session.customer is not None and may_be_part(text.text)
    wire = _wire(session, entry)
    stored, row = await _store(writer, entry, wire, text if is_part else None)
    session.push(_ack(wire, stored, row, text))
    if session.customer is not None and (kinds := leaks(stored.findings)):
        await in_thread(note_leak, ticket=stored.ticket, kinds=kinds)


def _ack(wire: dict[str, Any], stored: Entry, row: Appended, said: Screened) -> str:
    """The frame by hand: for most messages nothing in it needs an encoder."""
    at = wire["at"] or row.at.isoformat()  # no time in it: it was said before
    about = f'"ticket":{stored.ticket},"id":"{wire["id"]}","seq":{row.seq},"at":"{at}"'
    text = encode(stored.text) if said.findings or stored.text != said.text else "null"
    findings = encode(stored.findings) if stored.findings else "[]"
    return f'{{"t":"ack",{about},"text":{text},"findings":{findings}}}'


async def _heard(session: Session, place: Place, given: str) -> Screened:
    """What was said, as it may be stored; what looks like a key or a hash is asked about."""
    text = screen(given, max_chars=MAX_CHARS)
    if session.customer is None or not is_held(text):
        return text
    return await in_thread(hear, ticket=place.facts.id, given=given, max_chars=MAX_CHARS)


async def _guarded(session: Session, place: Place, text: Screened, client_id: UUID) -> Entry:
    """The entry; a try to ask for what support never asks for is refused and audited."""
    # Asked of staff alone: what customers say passes no guard, and they are the many.
    earlier = await in_thread(said_before, place.facts.id) if session.user else ()
    try:
        return _entry(session, place, text, client_id, earlier)
    except NeverAsked as stopped:
        if session.user is not None:
            await in_thread(
                note_stopped, ticket=place.facts.id, agent=session.user, asks=stopped.asks
            )
        raise


def _entry(
    session: Session, place: Place, text: Screened, client_id: UUID, earlier: Sequence[Said]
) -> Entry:
    return Entry(
        ticket=place.facts.id,
        kind="message",
        author_kind="agent" if session.user else "customer",
        author=session.user,
        # A customer at a socket is in the chat, whichever way the ticket began.
        channel=place.facts.channel if session.user else CHAT,
        text=text.text,
        findings=findings_of(text),
        at=now(),
        client_id=client_id,
        earlier=earlier,
    )


def _wire(session: Session, entry: Entry) -> dict[str, Any]:
    """As browsers get it; number, time and code are filled in when it is stored."""
    return {
        "seq": 0,
        "kind": entry.kind,
        "from": entry.author_kind,
        "name": session.name,
        "author": entry.author,
        "text": entry.text,
        "findings": entry.findings,
        "data": {},
        "state": entry.state,
        "code": "",
        "at": "",
        "id": str(entry.client_id),
        "files": (),
    }


async def _store(
    writer: Writers, entry: Entry, wire: dict[str, Any], part: Screened | None
) -> tuple[Entry, Appended]:
    try:
        stored, row = await writer.put(entry, wire, part)
    except asyncio.QueueFull as error:
        raise DomainError(
            _("We are very busy. Your message is kept here and sent again in a moment."),
            code="busy",
            status=503,
        ) from error
    if row is None:
        raise Conflict(_("This ticket is closed. Please start a new one."), code="closed")
    if row.text is not None and row.findings is not None:  # said before, and perhaps masked since
        stored = replace(stored, text=row.text, findings=row.findings)
    return stored, row


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
