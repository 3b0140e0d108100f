"""Attack 13: an upload or file of somebody else is nothing, however well its id is known; and a
socket sends nobody what is not theirs."""

import asyncio
import json

import pytest
from tests.reactions.realtime.conftest import Process, browser, new_ticket
from tests.security.world import World

from octant.core.tickets.access import key_for
from octant.core.tickets.models import Upload


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["guest", "mine", "moderator", "editor"])
def test_files_and_uploads_of_others_are_not_there(world: World, role: str) -> None:
    client, headers = world.client(role), world.headers(role) | {"Tus-Resumable": "1.0.0"}
    file, upload = world.things["file"], world.things["upload"]
    for path in (f"/files/{file}", f"/files/{file}?preview", f"/files/{file}/state",
                 f"/desk/file/{file}/"):  # fmt: skip
        assert client.get(path, headers=headers).status_code in (302, 401, 403, 404)
    desk = f"/desk/tickets/{world.things['ticket']}/uploads/{upload}"
    for path in (f"/chat/uploads/{upload}", desk):
        for method in ("HEAD", "PATCH", "DELETE", "POST"):
            answer = client.generic(method, path, headers=headers)
            assert answer.status_code in (302, 403, 404), (method, path)
    assert Upload.objects.filter(public_id=upload, received=0).exists()


def test_a_customers_socket_hears_of_its_own_ticket_alone(process: Process) -> None:
    mine, other = new_ticket(), new_ticket()

    async def run() -> list[dict[str, object]]:
        spy = await browser(process.port, key=key_for(mine))
        victim = await browser(process.port, key=key_for(other))
        for kind in ("watch", "say", "seen", "viewing", "typing"):
            about = {"ticket": other.pk, "seq": 1, "text": "hello", "state": "in"}
            await spy.send(kind, id="0190a0e0-0000-7000-8000-000000000003", **about)
        said = await victim.say("a word between us")
        await victim.until(lambda frame: frame.get("id") == said)
        return await spy.drain()

    frames = asyncio.run(run())
    assert "a word between us" not in json.dumps(frames)
    assert [f["code"] for f in frames if f["t"] == "error"] == ["not_allowed"] + ["not_found"] * 4
