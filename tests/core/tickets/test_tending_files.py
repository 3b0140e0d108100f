"""Files after they came in: scanned when the scanner is back, forgotten when never sent."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.core.safety.files import samples
from tests.core.safety.files.clamd import clamd, speaking

from octant.core.people.models import User
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.safety import store
from octant.core.safety.models import AuditEntry
from octant.core.safety.text import screen
from octant.core.tickets import tasks
from octant.core.tickets.access import key_for
from octant.core.tickets.models import File, Ticket
from octant.core.tickets.services.conversation import open_ticket, receive
from octant.core.tickets.services.files import limits, upload
from octant.kit.clock import moved
from octant.kit.errors import DomainError

pytestmark = pytest.mark.django_db


def sent(ticket: Ticket, data: bytes = b"where is it", name: str = "a.txt") -> File:
    return upload(file=SimpleUploadedFile(name, data), ticket=ticket, customer=ticket.customer)


def test_a_file_is_scanned_once_the_scanner_is_there(
    ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sent(ticket)
    assert file.scanned == "not_scanned"
    assert tasks.scan_waiting() == 0
    with clamd() as address, moved(timedelta(hours=1)):
        monkeypatch.setenv("OCTANT_CLAMD", address)
        assert tasks.scan_waiting() == 1
    file.refresh_from_db()
    assert file.scanned == "clean"


def test_a_file_found_infected_later_loses_its_bytes(
    ticket: Ticket, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sent(ticket, samples.picture(), "a.png")
    receive(ticket=ticket, customer=ticket.customer, text=screen(""), files=(file.public_id,))
    address = f"/files/{file.public_id}?key={key_for(ticket)}"
    assert client.get(address).status_code == 200
    with speaking(b"stream: Fresh.Signature FOUND\0") as scanner, moved(timedelta(hours=1)):
        monkeypatch.setenv("OCTANT_CLAMD", scanner)
        assert tasks.scan_waiting() == 1

    assert client.get(address, headers={"Accept": "application/json"}).status_code == 410
    assert client.get(f"{address}&preview").status_code == 410
    assert not [path for path in store.root().rglob("*") if path.is_file()]
    assert AuditEntry.objects.filter(verb="remove_infected_file").exists()


def test_an_infected_file_is_refused_and_noted(
    ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clamd() as address:
        monkeypatch.setenv("OCTANT_CLAMD", address)
        with pytest.raises(DomainError) as refused:
            sent(ticket, samples.EICAR)
    assert refused.value.code == "file_infected"
    assert not File.objects.exists()
    assert AuditEntry.objects.filter(verb="refuse_infected_file").exists()


def test_a_file_that_no_message_carried_is_forgotten(ticket: Ticket) -> None:
    lonely, carried = sent(ticket, b"never sent"), sent(ticket, b"sent")
    receive(ticket=ticket, customer=ticket.customer, text=screen(""), files=(carried.public_id,))
    assert tasks.sweep_unsent() == 0
    with moved(timedelta(days=3)):
        assert tasks.sweep_unsent() == 1
    assert b"".join(store.get(carried.digest)) == b"sent"
    with pytest.raises(FileNotFoundError):
        b"".join(store.get(lonely.digest))


def test_bytes_that_another_file_names_too_are_kept(ticket: Ticket) -> None:
    sent(ticket, b"the same")
    carried = sent(ticket, b"the same")
    receive(ticket=ticket, customer=ticket.customer, text=screen(""), files=(carried.public_id,))
    with moved(timedelta(days=3)):
        assert tasks.sweep_unsent() == 1
    assert b"".join(store.get(carried.digest)) == b"the same"


def test_what_a_killed_process_was_writing_is_swept() -> None:
    store.put([b"whole"])
    (store.root() / ".0123abcd").write_bytes(b"half")
    tasks.sweep_uploads()
    assert (store.root() / ".0123abcd").exists()
    with moved(timedelta(days=3)):
        tasks.sweep_uploads()
    assert not (store.root() / ".0123abcd").exists()


def test_a_pdf_is_downloaded_and_has_a_picture_of_its_first_page(
    ticket: Ticket, client: Client, agent: User
) -> None:
    file = sent(ticket, samples.pdf(), "statement.pdf")
    client.force_login(agent)
    whole, small = (
        client.get(f"/files/{file.public_id}"),
        client.get(f"/files/{file.public_id}?preview"),
    )
    assert whole["Content-Disposition"].startswith("attachment")
    assert small["Content-Type"] == "image/webp"
    for answer in (whole, small):
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_preview_is_for_the_same_readers_as_the_file(ticket: Ticket, client: Client) -> None:
    file = sent(ticket, samples.picture(), "a.png")
    assert client.get(f"/files/{file.public_id}?preview").status_code == 401
    stranger = open_ticket(
        customer=guest(name="Eve", email="", language="en"),
        subject=screen("Hi"),
        text=screen("Hi"),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language="en",
    )
    assert client.get(f"/files/{file.public_id}?preview&key={key_for(stranger)}").status_code == 404
    assert client.get(f"/files/{file.public_id}?preview&key={key_for(ticket)}").status_code == 200


def test_the_workspace_sets_the_caps() -> None:
    found = limits()
    assert found.video_bytes == 200_000_000
    assert found.by_ending()["mp4"] == 200_000_000
    assert found.by_ending()["png"] == 20_000_000
