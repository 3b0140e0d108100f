"""Files come in clean, are kept encrypted, and go out only to who may see them."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from octant.core.people.models import Customer, User
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.safety import store
from octant.core.safety.text import screen
from octant.core.tickets.access import key_for
from octant.core.tickets.models import File, Message, Ticket
from octant.core.tickets.services.conversation import note, open_ticket, receive, send
from octant.core.tickets.services.files import max_bytes, upload
from octant.kit.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db


def picture(name: str = "shot.png") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def test_a_picture_goes_from_the_customer_to_the_agent(
    client: Client, ticket: Ticket, customer: Customer, agent: User
) -> None:
    file = upload(file=picture(), ticket=ticket, customer=customer)
    message = receive(ticket=ticket, customer=customer, text=screen(""), files=(file.public_id,))
    assert [f.name for f in message.files.all()] == ["shot.png"]
    client.force_login(agent)
    answer = client.get(f"/files/{file.public_id}")
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert Image.open(io.BytesIO(body)).size == (40, 30)
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_bytes_on_disk_are_encrypted_and_the_same_content_is_kept_once(tmp_path: Path) -> None:
    secret = b"the account number is 12345 " * 100_000
    digest, size = store.put([secret[:1000], secret[1000:]])
    again, _size = store.put([secret])
    assert (digest, size) == (again, len(secret))
    files = [p for p in (tmp_path / "files").rglob("*") if p.is_file()]
    assert len(files) == 1
    assert b"account number" not in files[0].read_bytes()
    assert b"".join(store.get(digest)) == secret


@pytest.mark.parametrize(
    "size", [0, 1, store.CHUNK - 1, store.CHUNK, store.CHUNK + 1, 3 * store.CHUNK]
)
def test_every_size_comes_back_as_it_went_in(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    digest, stored = store.put([content[:size]])
    assert stored == size
    assert b"".join(store.get(digest)) == content[:size]


def test_a_file_cut_short_or_altered_is_not_handed_out(tmp_path: Path) -> None:
    from cryptography.exceptions import InvalidTag

    digest, _size = store.put([b"x" * (2 * store.CHUNK + 5)])
    path = tmp_path / "files" / digest[:2] / digest
    whole = path.read_bytes()
    for damaged in (whole[: store.CHUNK + 27], whole[:-1], whole[:50] + b"!" + whole[51:]):
        path.write_bytes(damaged)
        with pytest.raises(InvalidTag):
            b"".join(store.get(digest))


def test_nobody_else_gets_the_file(client: Client, ticket: Ticket, customer: Customer) -> None:
    file = upload(file=picture(), ticket=ticket, customer=customer)
    stranger = open_ticket(
        customer=guest(name="Eve", email="olivia@example.com", language="en"),
        subject=screen("Hi"),
        text=screen("Hi"),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language="en",
    )
    assert client.get(f"/files/{file.public_id}").status_code == 401
    assert client.get(f"/files/{file.public_id}?key={key_for(stranger)}").status_code == 404
    assert client.get(f"/files/{file.public_id}?key={key_for(ticket)}").status_code == 200
    assert client.get("/files/1").status_code == 401


def test_a_file_on_a_note_stays_with_staff(
    client: Client, ticket: Ticket, customer: Customer, agent: User
) -> None:
    file = upload(file=picture(), ticket=ticket, agent=agent)
    written = note(ticket=ticket, agent=agent, text=screen("see picture"))
    File.objects.filter(pk=file.pk).update(message=written)
    assert client.get(f"/files/{file.public_id}?key={key_for(ticket)}").status_code == 404


def test_a_file_of_one_ticket_cannot_be_hung_on_another(
    ticket: Ticket, customer: Customer, agent: User
) -> None:
    other = open_ticket(
        customer=guest(name="Eve", email="", language="en"),
        subject=screen("Hi"),
        text=screen("Hi"),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language="en",
    )
    file = upload(file=picture(), ticket=ticket, customer=customer)
    with pytest.raises(DomainError):
        receive(ticket=other, customer=other.customer, text=screen("mine"), files=(file.public_id,))
    with pytest.raises(NotAllowed):
        upload(file=picture(), ticket=ticket, customer=other.customer)
    assert not Message.objects.filter(text="mine").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("shot.png", b"<svg onload=alert(1)>"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("invoice.pdf.exe", b"MZ\x90\x00" * 50),
        ("bundle.zip", b"PK\x03\x04" + b"\0" * 50),
        ("empty.png", b""),
    ],
)
def test_dangerous_files_are_refused_with_a_sentence(
    ticket: Ticket, customer: Customer, name: str, content: bytes
) -> None:
    with pytest.raises(DomainError) as refused:
        upload(file=SimpleUploadedFile(name, content), ticket=ticket, customer=customer)
    assert len(str(refused.value)) > 20
    assert not File.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    ticket: Ticket, customer: Customer
) -> None:
    large = picture()
    large.size = max_bytes() + 1
    with pytest.raises(DomainError) as refused:
        upload(file=large, ticket=ticket, customer=customer)
    assert refused.value.status == 413


def test_a_file_name_is_a_name_and_nothing_else(ticket: Ticket, customer: Customer) -> None:
    file = upload(file=picture("x.png"), ticket=ticket, customer=customer)
    assert file.name == "x.png"
    crooked = picture()
    crooked._name = "../../etc/\u202egnp.passwd\x00.png"  # type: ignore[attr-defined]
    kept = upload(file=crooked, ticket=ticket, customer=customer)
    assert "/" not in kept.name
    assert "\x00" not in kept.name
    assert "\u202e" not in kept.name


def test_an_agents_file_reaches_the_customer(client: Client, ticket: Ticket, agent: User) -> None:
    file = upload(file=picture("steps.png"), ticket=ticket, agent=agent)
    send(ticket=ticket, agent=agent, text=screen("Like this"), files=(file.public_id,))
    answer = client.get(f"/files/{file.public_id}?key={key_for(ticket)}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("inline")
