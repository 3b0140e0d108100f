"""Killed in the middle of hundreds of mails, by a Postfix that tries again: each is there once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from tests.channels.email.mails import DOMAIN, SUPPORT, letter, signed
from tests.mail.conftest import Servers
from tests.mail.servers import MailProcess, counted, folder, wait_until

from octant.channels.email.models import Arrival
from octant.core.tickets.models import Message
from octant.kit.database import Server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-servers")]
MAILS = 120
PATIENT = 400  # for all of them on a machine with other work


def mails(count: int = MAILS) -> list[tuple[str, str, bytes]]:
    """(sender, text, mail) of so many customers."""
    found = []
    for number in range(count):
        sender, text = f"c{number}@{DOMAIN}", f"This is case number {number:04}."
        subject = f"Case {number:04}"
        found.append((sender, text, signed(letter(text, sender=sender, subject=subject))))
    return found


def hand_to(servers: Servers, count: int = MAILS) -> list[str]:
    """Into Postfix's queue; the texts."""
    made = mails(count)
    for sender, _text, raw in made:
        servers.postfix.send(raw, sender=sender, to=[SUPPORT])
    return [text for _sender, text, _raw in made]


def test_killed_again_and_again_each_mail_is_there_once(
    servers: Servers, mail: MailProcess
) -> None:
    texts = hand_to(servers)
    for share in (0.1, 0.3, 0.5, 0.7):
        wait_until(lambda share=share: Arrival.objects.count() >= share * MAILS)  # type: ignore[misc]
        mail.kill()
        mail.start()
    wait_until(lambda: servers.postfix.waiting() == 0, PATIENT)
    wait_until(lambda: not Arrival.objects.filter(state=Arrival.State.NEW).exists(), PATIENT)
    said = Message.objects.filter(author_kind="customer").values_list("text", flat=True)
    assert Counter(said) == Counter(texts)
    assert Arrival.objects.filter(state=Arrival.State.TAKEN).count() == MAILS  # others came back


@pytest.fixture
def database(servers: Servers) -> Iterator[tuple[Server, MailProcess]]:
    """A durable database of the test's own, with its tables, and a mail process over it."""
    with folder("mail-database") as where:
        server = Server(where / "db", where / "socket", on_log=lambda line: None)
        server.start()
        env = {"OCTANT_MAIL_ZONE": settings.OCTANT_MAIL_ZONE}
        process = MailProcess(servers.receiver, server.url, Path(settings.OCTANT_HOME), env)
        try:
            _migrate(server.url, process.home)
            process.start()
            yield server, process
        finally:
            process.stop()
            server.stop()


def _migrate(url: str, home: Path) -> None:
    program = [sys.executable, "-m", "octant.project.cli", "migrate"]
    env = {**os.environ, "DATABASE_URL": url, "OCTANT_HOME": str(home)}
    subprocess.run(program, env=env, check=True, capture_output=True, timeout=300)


def test_the_database_goes_and_comes_back_and_each_mail_is_there_once(
    servers: Servers, database: tuple[Server, MailProcess]
) -> None:
    server, process = database
    arrivals = "SELECT count(*) FROM email_arrival"
    texts = hand_to(servers)
    for share in (0.2, 0.6):
        wait_until(lambda share=share: counted(server.url, arrivals) >= share * MAILS)  # type: ignore[misc]
        server.stop()
        wait_until(lambda: servers.postfix.deferred() > 0)  # 451, and Postfix keeps it
        server.start()
    wait_until(lambda: servers.postfix.waiting() == 0, PATIENT)
    wait_until(lambda: counted(server.url, f"{arrivals} WHERE state = 'new'") == 0, PATIENT)
    with psycopg.connect(server.url) as connection:
        found = connection.execute(
            "SELECT text FROM tickets_message WHERE author_kind = 'customer'"
        ).fetchall()
    assert Counter(text for (text,) in found) == Counter(texts)
    assert "451 4.3.0" in servers.postfix.log()
    assert process.process is not None
    assert process.process.poll() is None  # it was never restarted
