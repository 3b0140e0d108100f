"""Attack 4: a guessed or known ticket number joins nobody to a conversation."""

import re

import pytest
from django.http import HttpResponse
from tests.security.addresses import every_address
from tests.security.world import MARK, World

from octant.core.tickets.access import key_for
from octant.core.tickets.models import Message

pytestmark = pytest.mark.django_db
NOBODYS = "0000-0000"


@pytest.mark.parametrize("role", ["guest", "mine", "moderator", "editor"])
def test_the_number_opens_no_address_to_outsiders(world: World, role: str) -> None:
    client, tried = world.client(role), 0
    for address in every_address():
        if "ticket" not in map(address.thing, address.parameters):
            continue
        tried += 1
        for method in ("get", "post"):
            answer = getattr(client, method)(address.path(world.things))
            assert MARK not in answer.content.decode()
            if answer.status_code == 200:  # one page for whoever has no key, true number or not
                made_up = getattr(client, method)(address.path({**world.things, "ticket": NOBODYS}))
                assert said_of(answer, world.things["ticket"]) == said_of(made_up, NOBODYS)
            else:
                assert answer.status_code in (302, 403, 404, 405), address.route
    assert tried > 15


def said_of(answer: HttpResponse, number: str) -> str:
    """The page without its number and what is new on every page."""
    page = answer.content.decode().replace(number, "")
    return re.sub(r'(nonce|value|content|data-csrf)="[\w=+/-]{16,}"', "", page)


def test_a_number_or_a_forged_key_is_no_key(world: World) -> None:
    said = Message.objects.count()
    good, own = key_for(world.theirs.ticket), key_for(world.mine.ticket)
    forged = good.split(":", 1)[0] + ":" + own.split(":", 1)[1]
    for key in (world.theirs.ticket.public_id, str(world.theirs.ticket.pk), forged, good[:-1]):
        answer = world.client("mine").post(
            "/chat/messages",
            {"id": "0190a0e0-0000-7000-8000-000000000001", "text": "let me in"},
            content_type="application/json",
            headers={"Origin": "http://testserver", "X-Octant-Key": key},
        )
        assert answer.status_code == 403
    assert Message.objects.count() == said
