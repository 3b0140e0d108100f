"""An open chat goes on when its guest is found to be somebody known, and ends for others after."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import websockets
from django.db import connection
from tests.core.people.merging import by_mail, merged, signed_in

from octant.core.people.models import Customer, User
from octant.core.people.services.customers import block
from octant.core.people.services.merging import merge, separate
from octant.core.safety.text import screen
from octant.core.tickets.access import key_for
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.conversation import send

from .conftest import Process, browser, new_ticket
from .test_conversation import is_ack, says


def aside(work: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """`work` in a thread of its own, which leaves no connection behind."""

    def done(**given: Any) -> Any:
        try:
            return work(**given)
        finally:
            connection.close()

    return lambda **given: asyncio.to_thread(done, **given)


@pytest.fixture
def chat(transactional_db: None) -> Ticket:
    """A live chat of somebody whose address was proved by a mail."""
    ticket = new_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(customer=by_mail())
    return Ticket.objects.select_related("customer").get(pk=ticket.pk)


def test_the_chat_goes_on_before_during_and_after(
    process: Process, chat: Ticket, staff: User
) -> None:
    one = signed_in()

    async def talk() -> None:
        guest = await browser(process.port, key=key_for(chat))
        await guest.say("Before.")
        await guest.until(is_ack)
        made = await aside(merge)(
            one=one, other=chat.customer, actor=staff, reason="Wrote from it."
        )
        await guest.say("During.")
        await guest.until(is_ack)
        await aside(send)(ticket=chat, agent=staff, text=screen("I see you."))
        await guest.until(says("I see you."))
        again = await browser(process.port, key=key_for(chat))  # a reload of the page
        await again.until(says("I see you."))
        await aside(separate)(merger=made.pk, actor=staff, reason="Not they.")
        await guest.until(lambda frame: frame["t"] == "bye")
        back = await browser(process.port, key=key_for(chat))  # their own: they come back
        await back.say("After.")
        await back.until(is_ack)

    asyncio.run(talk())
    said = Message.objects.filter(ticket=chat, author_kind="customer", seq__gt=1)
    assert list(said.order_by("seq").values_list("text", flat=True)) == [
        "Before.",
        "During.",
        "After.",
    ]


def test_signed_in_they_may_go_on_with_the_guests_chat_while_they_are_one(
    process: Process, chat: Ticket, staff: User
) -> None:
    one = signed_in()
    made = merged(one, chat.customer, staff)
    key = key_for(chat, one)

    async def talk() -> Any:
        signed = await browser(process.port, key=key)
        await signed.say("It is me.")
        await signed.until(is_ack)
        await aside(separate)(merger=made.pk, actor=staff, reason="Not they.")
        await signed.until(lambda frame: frame["t"] == "bye")
        return await refused(process, key)

    assert asyncio.run(talk())["code"] == "not_found"


def test_a_stranger_gets_in_by_no_key_of_their_own(process: Process, chat: Ticket) -> None:
    eve = signed_in("eve@customers.example")
    assert asyncio.run(refused(process, key_for(chat, eve)))["code"] == "not_found"


def test_who_is_blocked_by_the_merger_is_out_of_the_chat(
    process: Process, chat: Ticket, staff: User
) -> None:
    one = signed_in()
    block(customer=one, actor=staff, reason="Threats")

    async def talk() -> Any:
        guest = await browser(process.port, key=key_for(chat))
        await aside(merge)(one=one, other=chat.customer, actor=staff, reason="They.")
        await guest.until(lambda frame: frame["t"] == "bye")
        return await refused(process, key_for(chat))

    assert "not available" in asyncio.run(talk())["sentence"]
    assert Customer.objects.get(pk=chat.customer_id).blocked_at is not None


async def refused(process: Process, key: str) -> Any:
    """The error that a hello with this key gets."""
    from .conftest import Browser

    opened = Browser(await websockets.connect(f"ws://127.0.0.1:{process.port}/ws"))
    await opened.send("hello", key=key)
    return await opened.until(lambda frame: frame["t"] == "error")
