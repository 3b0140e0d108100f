"""Secrets are planted by every way in; afterwards no byte that we kept or sent holds one.

Each way gets a key of its own, so that a leak names its way. Searched are the pages of every
database file after a checkpoint, the log of the database, every row as text (large ones are
compressed in the files), the home folder, stored files unsealed and unpacked, mails, our own log
lines, and what sockets were sent.
"""

import asyncio
import base64
import hashlib
import io
import json
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode
from uuid import uuid4

import psycopg
import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.channels.live_chat.conftest import Window
from tests.core.safety.files import metadata
from tests.core.tickets.factories import a_ticket
from tests.reactions.realtime.conftest import Process, browser

from octant.core.knowledge.models import Category
from octant.core.people.models import User
from octant.core.safety import store
from octant.core.safety.text import base58
from octant.core.tickets.access import key_for, socket_token_for
from octant.core.tickets.models import File, Ticket
from octant.core.tickets.search import index_changed
from octant.kit.database.cluster import SUPERUSER
from octant.project.logs import formatter

pytestmark = pytest.mark.django_db(transaction=True)

PAGE_PATH = "/en/search/"


def key(way: str) -> str:
    """A Bitcoin key in wallet import format: right by its checksum, wherever it stands."""
    return base58.encode_check(b"\x80" + hashlib.sha256(way.encode()).digest() + b"\x01")


def forms(secret: str) -> list[bytes]:
    """The same as it may lie in a file: plain, wide, in JSON, in an address, in base64."""
    plain = secret.encode()
    inside = [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, secret.encode("utf-16-le"), *inside]


class Planter:
    """Feeds each way in and remembers which keys are out there."""

    def __init__(self) -> None:
        self.ways: list[str] = []

    def __call__(self, way: str) -> str:
        self.ways.append(way)
        return key(way)


@pytest.fixture
def planted() -> Planter:
    return Planter()


@pytest.fixture
def process(transactional_db: None) -> Iterator[Process]:
    running = Process()
    yield running
    running.stop()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the product's own log handler writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def window(settings: LazySettings) -> Window:
    settings.OCTANT_DEMO = True
    settings.OCTANT_URL = "http://testserver"
    Category.objects.create(key="funding/withdrawals", names={"en": "x"}, skill="funding")
    return Window(Client(raise_request_exception=False))


def files_changed(folder: Path, since: float) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_socket() and path.stat().st_mtime >= since:
            yield path, path.read_bytes()


def in_bytes(name: str, data: bytes, ways: list[str]) -> list[str]:
    return [f"{way} in {name}" for way in ways if any(form in data for form in forms(key(way)))]


def in_rows(ways: list[str]) -> list[str]:
    """Every row of every table, as text: what the files hold compressed too."""
    found = []
    wanted = [re.escape(key(way)) for way in ways]
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            query = f'SELECT t::text FROM "{table}" t WHERE t::text ~* %s'
            cursor.execute(query, ["|".join(wanted)])
            rows = "\n".join(row[0] for row in cursor.fetchall()).lower()
            found += [f"{way} in {table}" for way in ways if key(way).lower() in rows]
    return found


def in_stored(ways: list[str]) -> list[str]:
    """What every stored file holds, unsealed, and its packed parts unpacked: whoever downloads
    it has that."""
    found = []
    for file in File.objects.exclude(digest=""):
        for digest in filter(None, (file.digest, file.preview)):
            data = metadata.unpacked(b"".join(store.get(digest)))
            found += in_bytes(f"stored {file.name}", data, ways)
    return found


def database_folder() -> Path:
    host, name = (connection.settings_dict[part] for part in ("HOST", "NAME"))
    with psycopg.connect(host=host, user=SUPERUSER, dbname=name, autocommit=True) as database:
        database.execute("CHECKPOINT")
        row = database.execute("SHOW data_directory").fetchone()
    assert row
    return Path(row[0])


def feed_chat(window: Window, plant: Planter, process: Process, staff: User) -> str:
    """The form before a chat, the socket both ways, files, the rating. Returns what was sent."""
    form = {"text": f"help {plant('chat form')}", "name": plant("chat name")}
    window.begin(**form, page=f"http://testserver/en/?q={quote(plant('chat page'))}")
    ticket = Ticket.objects.latest("pk")
    sent = asyncio.run(talk(process, ticket, staff, plant))
    for name, data, kind in (
        ("notes.txt", f"words {plant('text file')} end".encode(), "text/plain"),
        (f"{plant('file name')}.txt", b"nothing in here", "text/plain"),
        ("table.csv", f"a,b\n1,{plant('csv file')}\n".encode(), "text/csv"),
        ("wide.txt", f"wide {plant('wide file')}".encode("utf-16"), "text/plain"),
    ):
        upload = SimpleUploadedFile(name, data, kind)
        window.client.post("/chat/files", {"file": upload}, headers=window.headers())
    assert feed_files(window, plant) == 7  # the last one is refused, with a sentence
    window.say(f"long poll {plant('long poll')}")
    window.post("end", {})
    answer = window.post("rate", {"rating": 2, "comment": f"bad {plant('rating comment')}"})
    return sent + answer.content.decode()


async def talk(process: Process, ticket: Ticket, staff: User, plant: Planter) -> str:
    customer = await browser(process.port, key=key_for(ticket))
    agent = await browser(process.port, token=socket_token_for(staff))
    await agent.send("watch", ticket=ticket.pk)
    said = await customer.say(f"my key {plant('chat socket')}")
    await customer.until(lambda frame: frame.get("id") == said)
    answered = await agent.say(f"see {plant('agent socket')}", ticket=ticket.pk)
    await agent.until(lambda frame: frame.get("id") == answered)
    await customer.send("say", id=plant("bad id"), text="hello")
    await customer.send(plant("unknown frame"), text=plant("text of an unknown frame"))
    await customer.connection.send('{"t": "say", "text": "' + plant("broken frame"))
    await agent.drain()
    frames = [*customer.frames, *agent.frames]
    return json.dumps(frames, ensure_ascii=False)


def feed_files(window: Window, plant: Planter) -> int:
    """Pictures, documents and recordings with words in every corner that nobody looks into;
    returns how many were taken in."""
    taken = 0
    for name, data in (
        ("place.png", metadata.png(plant)),
        ("place.jpg", metadata.jpeg(plant)),
        ("place.gif", metadata.gif(plant)),
        ("place.webp", metadata.webp(plant)),
        ("told.pdf", metadata.pdf(plant)),
        ("film.mp4", metadata.mp4(plant)),
        ("film.webm", metadata.webm(plant)),
        ("shown.pdf", metadata.pdf_that_shows("a comment on the page", plant("shown in a pdf"))),
    ):
        upload = SimpleUploadedFile(name, data)
        answer = window.client.post("/chat/files", {"file": upload}, headers=window.headers())
        taken += answer.status_code < 300
    return taken


def feed_pages(plant: Planter) -> None:
    """Search, suggestions, feedback, the verify and report pages, addresses that fail."""
    guest = Client(raise_request_exception=False)
    guest.get(f"{PAGE_PATH}?{urlencode({'q': plant('search box')})}")
    guest.get(f"{PAGE_PATH}suggest?{urlencode({'q': plant('suggestions')})}")
    guest.post("/en/verify/", {"text": plant("verify page")})
    guest.get(f"/en/verify/?{urlencode({'text': plant('verify address')})}")
    told = {"what": f"they asked {plant('report form')}", "text": plant("report text")}
    guest.post("/en/verify/report/", {**told, "email": "a@customers.example", "where": "mail"})
    guest.get(f"/en/article/{plant('missing article')}/")
    guest.post("/chat/start", plant("not JSON"), content_type="application/json")
    guest.post("/accounts/login/", {"login": "x@customers.example", "password": plant("sign-in")})


def feed_desk(desk: Client, plant: Planter, lead: Client) -> None:
    """Replies, notes, why a guard was overridden, transfers, prepared replies, a trial."""
    ticket = a_ticket(text=f"subject and text {plant('ticket text')}")
    at = f"/desk/tickets/{ticket.public_id}/"
    for way, mode in (("reply", "reply"), ("note", "note")):
        words = {"text": f"{way} {plant(way)}", "mode": mode, "id": str(uuid4())}
        assert desk.post(f"{at}say/", words).status_code == 200
    desk.post(f"{at}hold/", {"text": "hello", "guard_reason": plant("why held")})
    desk.post(f"{at}transfer/", {"to": "queue:general", "note": plant("transfer note")})
    desk.post(f"{at}label/", {"tags": plant("tag")})
    desk.post(f"{at}block/", {"reason": plant("why blocked")})
    desk.get(f"/desk/rows/?{urlencode({'q': plant('desk search')})}")
    desk.post("/desk/replies/new/", {"shortcut": "x", "text_en": plant("prepared reply")})
    sample = {"label_en": "case", "form": "literal", "pattern": "KYC-1", "action": "redact"}
    lead.post("/desk/screening/", {**sample, "do": "try", "sample": plant("rule sample")})


def test_no_planted_secret_is_kept_or_sent(
    window: Window,
    planted: Planter,
    process: Process,
    agent: User,
    lead: User,
    settings: LazySettings,
    capfd: pytest.CaptureFixture[str],
    log: io.StringIO,
) -> None:
    began = time.time() - 1
    desk, leading = Client(raise_request_exception=False), Client(raise_request_exception=False)
    desk.force_login(agent)
    leading.force_login(lead)

    sent = feed_chat(window, planted, process, agent)
    feed_pages(planted)
    feed_desk(desk, planted, leading)
    index_changed()

    spoken = capfd.readouterr()
    mails = "".join(str(each.message()) for each in mail.outbox)
    leaks = in_rows(planted.ways)
    for name, text in (("frames", sent), ("log", spoken.out + spoken.err + log.getvalue()),
                       ("mail", mails)):  # fmt: skip
        leaks += in_bytes(name, text.encode(), planted.ways)
    for folder in (database_folder(), Path(settings.OCTANT_HOME)):
        for path, data in files_changed(folder, began):
            leaks += in_bytes(str(path.relative_to(folder)), data, planted.ways)

    leaks += in_stored(planted.ways)
    assert len(planted.ways) > 90
    assert not leaks, "\n".join(leaks)


def test_the_search_would_find_a_secret_that_was_kept(settings: LazySettings) -> None:
    began = time.time() - 1
    a_ticket(text="nothing")
    Ticket.objects.update(subject=key("kept"))
    folder = database_folder()

    assert in_rows(["kept"])
    assert any(in_bytes("file", data, ["kept"]) for _path, data in files_changed(folder, began))
