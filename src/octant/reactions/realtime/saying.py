"""What somebody says: screened, stored, acknowledged."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from octant.core.safety.guard import NeverAsked, Said
from octant.core.safety.text import Screened, screen
from octant.core.safety.text.parts import may_be_part
from octant.core.tickets.leaks import leaks
from octant.core.tickets.services.hearing import hear, is_held
from octant.core.tickets.services.holding import note_stopped
from octant.core.tickets.services.leaked import note_leak
from octant.core.tickets.spoken import said_before
from octant.core.tickets.ways import CHAT
from octant.core.tickets.writer import Appended, Entry, findings_of
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError
from octant.kit.ids import read_uuid
from octant.reactions.realtime.database import in_thread
from octant.reactions.realtime.rooms import encode
from octant.reactions.realtime.session import Place, Session
from octant.reactions.realtime.writer import Writers

MAX_CHARS = 8_000

Later = Coroutine[Any, Any, None]
# Gets what went wrong, if anything did, and what is still to be done before the next frame.
Done = Callable[[Exception | None, Later | None], None]


async def say(session: Session, writer: Writers, data: dict[str, Any]) -> None:
    """Store a message and acknowledge it once it is durable; again, the same answer."""
    place = session.place_of(data)
    client_id = read_uuid(data.get("id"))
    session.spend()
    text = await _heard(session, place, str(data.get("text", "")))
    if not text:
        raise DomainError(_("Please write a message."), code="empty")
    entry = await _guarded(session, place, text, client_id)
    ended: asyncio.Future[Later | None] = asyncio.get_running_loop().create_future()
    try:
        _give(session, writer, entry, text, partial(_resolve, ended))
    except asyncio.QueueFull as error:
        raise DomainError(
            _("We are very busy. Your message is kept here and sent again in a moment."),
            code="busy",
            status=503,
        ) from error
    if (later := await ended) is not None:
        await later


def say_at_once(session: Session, writer: Writers, data: dict[str, Any], done: Done) -> bool:
    """`say` for nearly all that customers say, without a step of the loop before it is on its
    way: False, and nothing done, where something has to be asked or refused first."""
    if session.customer is None or session.spends_much:
        return False
    try:
        place = session.place_of(data)
        client_id = read_uuid(data.get("id"))
        text = screen(str(data.get("text", "")), max_chars=MAX_CHARS)
    except DomainError:
        return False
    if not text or is_held(text):
        return False
    try:
        _give(session, writer, _entry(session, place, text, client_id, ()), text, done)
    except asyncio.QueueFull:
        return False
    session.spend()
    return True


def _give(session: Session, writer: Writers, entry: Entry, said: Screened, done: Done) -> None:
    wire = _wire(session, entry)
    is_part = session.customer is not None and may_be_part(said.text)
    told = partial(_acknowledge, session, wire, said, done)
    writer.give(entry, wire, said if is_part else None, told)


def _acknowledge(
    session: Session,
    wire: dict[str, Any],
    said: Screened,
    done: Done,
    stored: Entry,
    row: Appended | Exception | None,
) -> None:
    """Called by the writer: say that it is durable, or why it is not."""
    if row is None:
        row = Conflict(_("This ticket is closed. Please start a new one."), code="closed")
    if isinstance(row, Exception):
        done(row, None)
        return
    if row.text is not None and row.findings is not None:  # said before, and perhaps masked since
        stored = replace(stored, text=row.text, findings=row.findings)
    session.push(_ack(wire, stored, row, said))
    kinds = leaks(stored.findings) if session.customer is not None else None
    note = in_thread(note_leak, ticket=stored.ticket, kinds=kinds) if kinds else None
    done(None, note)


def _resolve(
    ended: "asyncio.Future[Later | None]", error: Exception | None, later: Later | None
) -> None:
    """For who waits; nobody does where the browser has gone."""
    if ended.done():
        return
    if error is not None:
        ended.set_exception(error)
    else:
        ended.set_result(later)


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
