"""Attack 14: a socket is nobody's before it says whose, and ends with the session behind it."""

import asyncio
import json
from typing import Any

import pytest
import websockets
from tests.reactions.realtime.conftest import Process, browser

from octant.core.people.models import User
from octant.core.people.services.sessions import end_all
from octant.core.tickets.access import open_socket_token, socket_token_for
from octant.kit.errors import NotAllowed


@pytest.mark.parametrize("hello", [{}, {"token": "x"}, {"key": "x"}, {"key": {"c": 1}}])
def test_a_hello_without_a_signature_is_sent_away(
    process: Process,
    hello: dict[str, Any],
) -> None:
    async def run() -> list[str]:
        async with websockets.connect(f"ws://127.0.0.1:{process.port}/ws") as link:
            await link.send(json.dumps({"t": "hello", **hello}))
            try:
                return [str(frame) async for frame in link]
            except websockets.ConnectionClosedError as closed:
                return [str(closed)]

    assert all('"welcome"' not in frame for frame in asyncio.run(run()))


def test_a_staff_socket_ends_with_the_sessions(process: Process, staff: User) -> None:
    async def run() -> None:
        desk = await browser(process.port, token=socket_token_for(staff))
        await asyncio.to_thread(end_all, user=staff)
        await desk.until(lambda frame: frame["t"] == "bye")

    asyncio.run(run())


def test_a_changed_token_opens_nothing(agent: User) -> None:
    token = socket_token_for(agent)
    assert open_socket_token(token) == agent.pk
    with pytest.raises(NotAllowed):
        open_socket_token("x" + token)
