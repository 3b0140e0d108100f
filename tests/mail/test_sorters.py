"""The processes that sort for the one that takes mails in: they work, and end with it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import LazySettings
from tests.channels.email.mails import SUPPORT
from tests.mail.conftest import Servers
from tests.mail.servers import MailProcess, database_url, wait_until
from tests.mail.test_faults import mails

from octant.channels.email.models import Arrival
from octant.core.tickets.models import Message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-servers")]
MAILS = 12


@pytest.fixture
def mail(servers: Servers, settings: LazySettings, transactional_db: None) -> Iterator[MailProcess]:
    """With two sorters, however many processors there are."""
    env = {"OCTANT_MAIL_ZONE": settings.OCTANT_MAIL_ZONE, "OCTANT_MAIL_SORTERS": "2"}
    process = MailProcess(servers.receiver, database_url(), Path(settings.OCTANT_HOME), env)
    process.start()
    yield process
    process.stop()


def sorters(mail: MailProcess) -> list[psutil.Process]:
    assert mail.process is not None
    children: list[psutil.Process] = psutil.Process(mail.process.pid).children()
    return children


def hand_over(servers: Servers) -> list[str]:
    made = mails(MAILS)
    for sender, _text, raw in made:
        servers.postfix.send(raw, sender=sender, to=[SUPPORT])
    return [text for _sender, text, _raw in made]


def each_is_there_once(texts: list[str], servers: Servers, mail: MailProcess) -> None:
    said = Message.objects.filter(author_kind="customer")

    def how_it_stands() -> str:
        rows = Arrival.objects.values_list("state", "reason", "tries", "due_at", "error")
        logs = servers.postfix.log()[-4000:], mail.log()[-4000:]
        return "\n".join((f"{said.count()} said", *map(str, rows), *logs))

    wait_until(lambda: said.count() >= len(texts), tell=how_it_stands)
    assert Counter(said.values_list("text", flat=True)) == Counter(texts)


def ended(processes: list[psutil.Process]) -> bool:
    gone, _alive = psutil.wait_procs(processes, timeout=0)
    return len(gone) == len(processes)


def test_mails_are_sorted_by_them_and_not_by_the_process_that_takes_them_in(
    servers: Servers, mail: MailProcess
) -> None:
    assert len(sorters(mail)) == 2
    each_is_there_once(hand_over(servers), servers, mail)
    assert '"sorters": 2' in mail.log()


def test_they_end_with_it_when_it_is_stopped(mail: MailProcess) -> None:
    children = sorters(mail)
    mail.stop()
    assert mail.process is not None
    assert mail.process.returncode == 0
    wait_until(lambda: ended(children))


def test_they_end_with_it_when_it_is_killed_and_nothing_is_lost(
    servers: Servers, mail: MailProcess
) -> None:
    children = sorters(mail)
    texts = hand_over(servers)
    mail.kill()
    wait_until(lambda: ended(children))
    mail.start()
    each_is_there_once(texts, servers, mail)


def test_when_one_is_killed_all_begin_anew(servers: Servers, mail: MailProcess) -> None:
    """Half a crew would look well and be slow: the supervisor starts it again as a whole."""
    process = mail.process
    assert process is not None
    children = sorters(mail)
    texts = hand_over(servers)
    children[0].kill()
    wait_until(lambda: process.poll() is not None)
    wait_until(lambda: ended(children))
    assert process.returncode == 1
    assert "mail_sorter_died" in mail.log()
    mail.start()
    each_is_there_once(texts, servers, mail)
