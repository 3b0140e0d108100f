"""Attack 5: whoever comes to a conversation with a key sees that ticket, and no other of its
customer (mail's way, a copied address, comes with mail)."""

import pytest
from tests.core.tickets.factories import a_ticket
from tests.security.world import MARK, World

from octant.core.tickets.access import key_for
from octant.core.tickets.models import File, Message

pytestmark = pytest.mark.django_db


def test_a_key_opens_its_own_ticket_alone(world: World) -> None:
    later = a_ticket(world.theirs.customer, text="something new")
    headers = {"Origin": "http://testserver", "X-Octant-Key": key_for(later)}
    for path in ("messages", "transcript", "history"):
        answer = world.client("guest").get(f"/chat/{path}", headers=headers)
        assert answer.status_code == 200 and f"{MARK} " not in answer.content.decode()


def test_nor_a_file_of_an_earlier_ticket(world: World) -> None:
    later = a_ticket(world.theirs.customer, text="something new")
    guest, file = world.client("guest"), world.theirs.file.public_id
    for path in (f"/files/{file}", f"/files/{file}/state"):
        assert guest.get(path, headers={"X-Octant-Key": key_for(later)}).status_code == 404
        assert guest.get(path, {"key": key_for(later)}).status_code == 404
        own = guest.get(path, headers={"X-Octant-Key": key_for(world.theirs.ticket)})
        assert own.status_code == 200


def test_notes_and_their_files_stay_with_staff(world: World) -> None:
    note = Message.objects.get(ticket=world.theirs.ticket, kind="note")
    File.objects.filter(pk=world.theirs.file.pk).update(message=note)
    theirs, headers = world.client("theirs"), world.headers("theirs")
    assert f"{MARK} note" not in theirs.get("/chat/transcript", headers=headers).content.decode()
    path = f"/files/{world.theirs.file.public_id}"
    assert theirs.get(path, headers=headers).status_code == 404
