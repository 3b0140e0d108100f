"""Mails fetched by IMAP from Debian's Dovecot: each once, whatever stops or begins anew."""

import os
import signal
import smtplib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from tests.channels.email.mails import MEI, SUPPORT, letter, signed, zone_file
from tests.mail.conftest import registered
from tests.mail.servers import (
    PASSWORD,
    Dovecot,
    MailProcess,
    database_url,
    dovecot,
    free_port,
    wait_until,
)

from octant.channels.email.models import Arrival, FetchedBox
from octant.core.people.models import User
from octant.core.tickets.models import Message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-servers")]
SECURITY = "security@kraken.example"


@pytest.fixture(autouse=True)
def _names(settings: LazySettings, tmp_path: Path) -> None:
    settings.OCTANT_MAIL_ZONE = zone_file(tmp_path)


@pytest.fixture(scope="module")
def servers() -> Iterator[Dovecot]:
    with dovecot(SUPPORT, SECURITY) as server:
        yield server


@pytest.fixture
def boxes(servers: Dovecot) -> Dovecot:
    """Both mailboxes empty."""
    for address in (SUPPORT, SECURITY):
        servers.administer("expunge", "-u", address, "mailbox", "INBOX", "all")
    return servers


def url(boxes: Dovecot, address: str, **more: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in {"plain": "1", **more}.items())
    who = f"{quote(address, safe='')}:{quote(PASSWORD, safe='')}"
    return f"imap://{who}@127.0.0.1:{boxes.imap}/INBOX?{asked}"


@contextmanager
def fetching(*urls: str) -> Iterator[MailProcess]:
    """The real `octant mail` on these mailboxes."""
    from django.conf import settings

    env = {"OCTANT_IMAP_URLS": " ".join(urls), "OCTANT_MAIL_ZONE": settings.OCTANT_MAIL_ZONE}
    process = MailProcess(free_port(), database_url(), Path(settings.OCTANT_HOME), env)
    process.start()
    try:
        yield process
    finally:
        process.stop()
        print(process.log())  # noqa: T201, shown when a test fails


def put(boxes: Dovecot, *texts: str, to: str = SUPPORT) -> None:
    """Mails of Mei's, brought into a mailbox by its own server."""
    with smtplib.LMTP("127.0.0.1", boxes.lmtp) as client:
        for text in texts:
            client.sendmail(MEI, [to], signed(letter(text, subject=text, to=to)))


def said() -> Counter[str]:
    return Counter(
        Message.objects.filter(author_kind="customer", kind="message").values_list(
            "text", flat=True
        )
    )


def is_there(*texts: str) -> bool:
    return all(said()[text] == 1 for text in texts)


@pytest.fixture
def mei(transactional_db: None) -> User:
    return registered(MEI)


def test_several_mailboxes_bring_their_mails_at_once_and_mark_nothing(
    boxes: Dovecot, mei: User
) -> None:
    """IDLE tells us: nobody waits for the minute to pass. What waited before comes too."""
    put(boxes, "It waited in the mailbox.")
    with fetching(url(boxes, SUPPORT, to=SUPPORT), url(boxes, SECURITY, to=SECURITY)) as process:
        wait_until(lambda: is_there("It waited in the mailbox."))
        wait_until(lambda: process.log().count('"idle": true') == 2)
        put(boxes, "It came by IDLE.")
        put(boxes, "Somebody phished me.", to=SECURITY)
        wait_until(lambda: is_there("It came by IDLE.", "Somebody phished me."), 20)
    rows = Arrival.objects.order_by("pk")
    assert {row.envelope["via"] for row in rows} == {"imap"}
    assert {row.verdict for row in rows} == {"pass"}  # by its signature: there is no peer to ask
    assert {row.envelope["recipients"][0] for row in rows} == {SUPPORT, SECURITY}
    with boxes.mailbox(SUPPORT) as client:
        flags = client.get_flags(client.search())
        assert not any(b"\\Seen" in each for each in flags.values())


def test_a_server_without_idle_is_asked_now_and_then(boxes: Dovecot, mei: User) -> None:
    with fetching(url(boxes, SUPPORT, idle="0", poll="1")):
        wait_until(lambda: FetchedBox.objects.exists())
        put(boxes, "It was asked for.")
        wait_until(lambda: is_there("It was asked for."))


def test_their_server_goes_and_comes_back(boxes: Dovecot, mei: User) -> None:
    with fetching(url(boxes, SUPPORT)):
        put(boxes, "Before it went.")
        wait_until(lambda: is_there("Before it went."))
        with boxes.stopped():
            wait_until(lambda: FetchedBox.objects.exclude(error="").exists())
        put(boxes, "After it came back.")
        wait_until(lambda: is_there("Before it went.", "After it came back."))
        wait_until(lambda: FetchedBox.objects.get().error == "")


def test_a_mailbox_that_begins_anew_brings_nothing_twice(boxes: Dovecot, mei: User) -> None:
    with fetching(url(boxes, SUPPORT)):
        put(boxes, "An old mail.", "Another old mail.")
        wait_until(lambda: is_there("An old mail.", "Another old mail."))
    before = FetchedBox.objects.get()
    boxes.administer(
        "mailbox", "update", "-u", SUPPORT, "--uid-validity", str(before.validity + 7), "INBOX"
    )
    with fetching(url(boxes, SUPPORT)):
        wait_until(lambda: FetchedBox.objects.get().validity == before.validity + 7)
        put(boxes, "A new mail.")
        # Between the look and the IDLE, often: it is heard of all the same, not a minute later.
        wait_until(lambda: is_there("A new mail."), 40)
    assert is_there("An old mail.", "Another old mail.", "A new mail.")
    assert Arrival.objects.count() == 3


def test_killed_between_fetch_and_commit_it_is_there_once(boxes: Dovecot, mei: User) -> None:
    """The test holds the mailbox's row, so that the process has the mail and cannot commit."""
    with fetching(url(boxes, SUPPORT)) as process:
        wait_until(lambda: FetchedBox.objects.exists())
        with transaction.atomic():
            FetchedBox.objects.select_for_update().get()
            put(boxes, "Cut off in the middle.")
            wait_until(_somebody_waits_for_a_row)
            assert process.process is not None
            os.kill(process.process.pid, signal.SIGKILL)
            process.process.wait()
        assert not Arrival.objects.exists()
        process.start()
        wait_until(lambda: is_there("Cut off in the middle."))
        process.kill()  # and once more, when it was counted
        process.start()
        put(boxes, "The next one.")
        wait_until(lambda: is_there("The next one."))
    assert Arrival.objects.count() == 2


def _somebody_waits_for_a_row() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or one transaction sees it once
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database() AND query LIKE '%email_fetchedbox%'"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def test_two_processes_on_one_mailbox_take_each_mail_once(boxes: Dovecot, mei: User) -> None:
    texts = [f"One of many: {number}." for number in range(20)]
    with fetching(url(boxes, SUPPORT)), fetching(url(boxes, SUPPORT)):
        wait_until(lambda: FetchedBox.objects.exists())
        put(boxes, *texts)
        wait_until(lambda: is_there(*texts))
    assert Arrival.objects.count() == len(texts)


def test_what_we_have_may_be_removed_from_the_mailbox(boxes: Dovecot, mei: User) -> None:
    with fetching(url(boxes, SUPPORT, then="delete")):
        put(boxes, "To be taken away.")
        wait_until(lambda: is_there("To be taken away."))
        wait_until(lambda: not boxes.mails(SUPPORT))


def test_a_mailbox_that_we_never_saw_begins_with_its_last_days(boxes: Dovecot, mei: User) -> None:
    """Nobody wants a year of dealt-with mail to be answered."""
    import datetime

    with boxes.mailbox(SUPPORT) as client:
        old = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=30)
        client.append("INBOX", signed(letter("Dealt with long ago.")), msg_time=old)
    put(boxes, "Of today.")
    with fetching(url(boxes, SUPPORT)):
        wait_until(lambda: is_there("Of today."))
    assert Arrival.objects.count() == 1
