"""A recovery phrase sent in two messages over real sockets: masked for everybody who looks."""

import asyncio

from octant.core.people.models import User
from octant.core.tickets.access import key_for, socket_token_for
from octant.core.tickets.models import Message, Priority, Ticket

from .conftest import Process, browser

# The third English phrase of the test vectors of BIP-39.
FIRST, SECOND = "legal winner thank year wave sausage", "worth useful legal winner thank yellow"


def test_both_parts_are_masked_and_both_sides_are_told(
    processes: tuple[Process, Process], ticket: Ticket, staff: User
) -> None:
    async def run() -> None:
        customer = await browser(processes[0].port, key=key_for(ticket))
        agent = await browser(processes[1].port, token=socket_token_for(staff))
        await agent.send("watch", ticket=ticket.pk)
        one = await customer.say(FIRST)
        first = await customer.until(lambda frame: frame.get("id") == one)
        two = await customer.say(SECOND)
        ack = await customer.until(lambda f: f["t"] in ("ack", "error") and f.get("id") == two)
        assert ack["text"] == "⟦secret:seed_phrase⟧"
        told = await agent.until(lambda frame: "masked" in frame)
        assert told["masked"] == [first["seq"]]
        await agent.until(lambda f: f["t"] == "msg" and f["m"]["id"] == two)
        assert "yellow" not in "".join(agent.texts())
        assert any("masked" in frame for frame in await customer.drain())

    asyncio.run(run())

    stored = list(Message.objects.order_by("seq").values_list("text", flat=True))
    assert stored.count("⟦secret:seed_phrase⟧") == 2
    assert "sausage" not in "".join(stored)
    ticket.refresh_from_db()
    assert ticket.priority == Priority.URGENT
