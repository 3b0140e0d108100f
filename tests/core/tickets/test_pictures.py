"""Pictures on a ticket: taken at once, seen by nobody until they were read, masked for good."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from tests.core.safety.files import samples
from tests.core.safety.pictures import drawing

from octant.core.people.models import User
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import Workspace, workspace
from octant.core.safety import pictures, store
from octant.core.safety.text import screen
from octant.core.tickets import tasks
from octant.core.tickets.access import key_for
from octant.core.tickets.lines import line
from octant.core.tickets.models import File, Message, Ticket
from octant.core.tickets.services import pictures as reading
from octant.core.tickets.services.conversation import open_ticket, receive
from octant.core.tickets.services.files import upload
from octant.kit.clock import moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket() -> Ticket:
    return open_ticket(
        customer=guest(name="张伟", email="wei@example.org", language="zh-hans"),
        subject=screen("钱包"),
        text=screen("我的钱包打不开了"),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language="zh-hans",
    )


@pytest.fixture(autouse=True)
def _demo(settings: LazySettings) -> None:
    """A second factor is asked for elsewhere (tests/core/people)."""
    settings.OCTANT_DEMO = True
    settings.OCTANT_PICTURES = True


@pytest.fixture
def policies(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    own: dict[str, object] = {}
    files = {**workspace().files, "pictures": own}
    monkeypatch.setattr(Workspace, "files", property(lambda self: files))
    yield own


def phrase_picture() -> bytes:
    words = drawing.phrase(12, "chinese_simplified")
    return drawing.saved(drawing.grid(words, chinese=True)[0])


def taken(ticket: Ticket, data: bytes, name: str = "截图.png") -> File:
    return upload(file=SimpleUploadedFile(name, data), ticket=ticket, customer=ticket.customer)


def say(ticket: Ticket, file: File) -> Message:
    return receive(
        ticket=ticket,
        customer=ticket.customer,
        text=screen("请看截图"),
        channel="live_chat",
        files=(file.public_id,),
    )


def seen_by_customer(ticket: Ticket, file: File, query: str = "") -> int:
    address = f"/files/{file.public_id}{query}"
    return Client().get(address, headers={"X-Octant-Key": key_for(ticket)}).status_code


def bytes_of(file: File) -> bytes:
    return b"".join(store.get(file.digest))


def test_a_picture_is_taken_and_sent_at_once_and_seen_by_nobody_before_it_was_read(
    ticket: Ticket, agent: User
) -> None:
    file = taken(ticket, phrase_picture())
    message = say(ticket, file)
    assert message.seq == 2
    assert file.reading == "waiting"
    assert not file.preview
    staff = Client()
    staff.force_login(agent)
    for query in ("", "?preview", "?download"):
        assert seen_by_customer(ticket, file, query) == 409
        assert staff.get(f"/files/{file.public_id}{query}").status_code == 409
    answer = staff.get(f"/desk/file/{file.public_id}/").content.decode()
    assert "<img" not in answer and "hx-get" in answer


def test_a_phrase_is_masked_in_what_people_get_and_the_original_is_destroyed(
    ticket: Ticket, agent: User
) -> None:
    given = phrase_picture()
    file = taken(ticket, given)
    original = file.digest
    say(ticket, file)
    assert tasks.read_pictures() == 1
    file.refresh_from_db()
    assert file.reading == "masked" and file.secrets == ["seed_phrase"]
    assert file.digest != original and not file.original
    with pytest.raises(FileNotFoundError):
        b"".join(store.get(original))
    assert not pictures.read(bytes_of(file)).masks
    with Image.open(io.BytesIO(b"".join(store.get(file.preview)))) as preview:
        assert max(preview.size) <= 480
    staff = Client()
    staff.force_login(agent)
    served = b"".join(staff.get(f"/files/{file.public_id}"))
    assert served == bytes_of(file)
    assert seen_by_customer(ticket, file, "?preview") == 200


def test_the_customer_is_told_what_to_do_now_under_the_picture(ticket: Ticket) -> None:
    say(ticket, taken(ticket, phrase_picture()))
    tasks.read_pictures()
    last = Message.objects.filter(ticket=ticket).latest("seq")
    assert last.kind == "event"
    assert "recovery phrase" in line(last.data, staff=False)
    assert "recovery phrase" in line(last.data, staff=True)


def test_a_picture_that_was_read_before_it_was_sent_is_told_of_when_it_is_sent(
    ticket: Ticket,
) -> None:
    file = taken(ticket, phrase_picture())
    tasks.read_pictures()
    assert Message.objects.filter(ticket=ticket).count() == 1
    say(ticket, file)
    kinds = list(
        Message.objects.filter(ticket=ticket).order_by("seq").values_list("kind", flat=True)
    )
    assert kinds == ["message", "message", "event"]


def test_an_ordinary_picture_is_released_unchanged_with_its_references(ticket: Ticket) -> None:
    lines = ["Withdrawal", "Order OPYCDY-BK377-OXTZQ6", "Status: pending"]
    file = taken(ticket, drawing.saved(drawing.screenshot(lines)), "order.png")
    before = file.digest
    say(ticket, file)
    tasks.read_pictures()
    file.refresh_from_db()
    assert (file.reading, file.digest, file.secrets) == ("read", before, [])
    assert file.references == [{"kind": "order", "value": "OPYCDY-BK377-OXTZQ6"}]
    assert file.preview
    assert seen_by_customer(ticket, file) == 200


def test_the_original_is_kept_sealed_for_as_long_as_the_workspace_says(
    ticket: Ticket, policies: dict[str, object]
) -> None:
    policies.update(original="quarantine", quarantine_days=7)
    file = taken(ticket, phrase_picture())
    original = file.digest
    tasks.read_pictures()
    file.refresh_from_db()
    assert file.original == original
    assert b"".join(store.get(original))
    assert tasks.forget_originals() == 0
    with moved(timedelta(days=8)):
        assert tasks.forget_originals() == 1
    with pytest.raises(FileNotFoundError):
        b"".join(store.get(original))


def test_the_original_stays_while_the_same_picture_waits_elsewhere(ticket: Ticket) -> None:
    given = phrase_picture()
    first, second = taken(ticket, given), taken(ticket, given)
    assert first.digest == second.digest
    assert tasks.read_pictures() == 2
    second.refresh_from_db()
    assert second.reading == "masked"
    with pytest.raises(FileNotFoundError):
        b"".join(store.get(first.digest))


@pytest.mark.parametrize("shown", [False, True])
def test_what_cannot_be_read_is_given_up_visibly_and_the_workspace_says_whether_it_is_shown(
    ticket: Ticket, policies: dict[str, object], shown: bool
) -> None:
    policies["unread"] = "show" if shown else "hide"
    file = taken(ticket, phrase_picture())
    broken, _size = store.put([b"\x89PNG\r\n\x1a\n and then nothing"])
    File.objects.filter(pk=file.pk).update(digest=broken, size=30)
    for minutes in range(4):
        with moved(timedelta(minutes=3 * minutes)):
            tasks.read_pictures()
    file.refresh_from_db()
    assert (file.reading, file.reading_tries) == ("unread", 3)
    assert seen_by_customer(ticket, file) == (200 if shown else 403)


def test_a_picture_is_tried_again_only_after_a_pause(
    ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BACKOFF_SECONDS", (600, 600, 600))
    file = taken(ticket, phrase_picture())
    broken, _size = store.put([b"GIF89a and then nothing"])
    File.objects.filter(pk=file.pk).update(digest=broken)
    tasks.read_pictures()
    tasks.read_pictures()
    file.refresh_from_db()
    assert (file.reading, file.reading_tries) == ("waiting", 1)


def test_where_reading_is_off_pictures_are_shown_as_not_checked(
    ticket: Ticket, agent: User, policies: dict[str, object]
) -> None:
    policies["read"] = False
    file = taken(ticket, phrase_picture())
    assert file.reading == "off" and file.preview
    say(ticket, file)
    assert tasks.read_pictures() == 0
    staff = Client()
    staff.force_login(agent)
    assert "not checked" in staff.get(f"/desk/file/{file.public_id}/").content.decode()
    assert seen_by_customer(ticket, file) == 200


def test_a_scanned_document_with_a_phrase_is_removed_as_a_whole(ticket: Ticket) -> None:
    output = io.BytesIO()
    drawing.grid(drawing.phrase(24))[0].save(output, "PDF", resolution=100)
    file = taken(ticket, output.getvalue(), "scan.pdf")
    given = file.digest
    say(ticket, file)
    assert seen_by_customer(ticket, file) == 409
    tasks.read_pictures()
    file.refresh_from_db()
    assert (file.reading, file.digest, file.preview) == ("removed", "", "")
    with pytest.raises(FileNotFoundError):
        b"".join(store.get(given))
    assert seen_by_customer(ticket, file) == 410


def test_an_ordinary_document_is_released_with_its_preview(ticket: Ticket) -> None:
    file = taken(ticket, samples.pdf(), "statement.pdf")
    tasks.read_pictures()
    file.refresh_from_db()
    assert file.reading == "read" and file.preview


def test_two_workers_do_not_read_the_same_picture(ticket: Ticket) -> None:
    file = taken(ticket, phrase_picture())
    with psycopg.connect(environment()["DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [tasks._KEY, file.pk])
        assert tasks.read_pictures() == 0
        other.execute("SELECT pg_advisory_unlock(%s, %s)", [tasks._KEY, file.pk])
    assert tasks.read_pictures() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_the_picture_hidden_and_another_one_finishes(
    ticket: Ticket,
) -> None:
    file = taken(ticket, phrase_picture())
    say(ticket, file)
    code = (
        "import sys, django; django.setup()\n"
        "from octant.core.safety.files import sandbox\n"
        "real = sandbox.run\n"
        "def slow(job, data, **limits):\n"
        "    print('reading', flush=True); sys.stdin.read(); return real(job, data, **limits)\n"
        "sandbox.run = slow\n"
        "from octant.core.tickets import tasks; tasks.read_pictures()\n"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **environment()},
    )
    assert worker.stdout is not None and worker.stdout.readline() == b"reading\n"
    assert tasks.read_pictures() == 0  # it has the picture
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert seen_by_customer(ticket, file) == 409
    with moved(timedelta(minutes=1)):
        assert tasks.read_pictures() == 1
    file.refresh_from_db()
    assert file.reading == "masked"


def environment() -> dict[str, str]:
    """What another process needs to work on this test's database and home."""
    name = str(connection.settings_dict["NAME"])
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
    return {
        "DJANGO_SETTINGS_MODULE": "octant.project.settings",
        "DATABASE_URL": urlunsplit(address),
        "OCTANT_HOME": str(settings.OCTANT_HOME),
        "OCTANT_SECRET_KEY": settings.SECRET_KEY,
    }
