"""Postfix with rspamd before it: what it found out of the sender is believed, and nobody else."""

import json
import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.channels.email.mails import MEI, SUPPORT, letter, signed, zone_file
from tests.mail.conftest import registered
from tests.mail.rspamd import rspamd
from tests.mail.servers import (
    MailProcess,
    Postfix,
    database_url,
    free_port,
    postfix,
    wait_until,
)

from octant.channels.email.models import Arrival
from octant.channels.email.services.keeping import raw_of
from octant.core.people.models import User
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import Ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-servers")]
US = "mx.kraken.example"
THEIRS, STRANGE = "192.0.2.1", "198.51.100.7"  # where the customers' domain sends from, and not
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
FORGED = (("Authentication-Results", f"{US}; spf=pass; dkim=pass; dmarc=pass"),)


@pytest.fixture(scope="module")
def border(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postfix]:
    zone = json.loads(Path(zone_file(tmp_path_factory.mktemp("names"))).read_text())
    names = {name: record["TXT"] for name, record in zone.items()}
    more = {"smtpd_authorized_xclient_hosts": "127.0.0.0/8", "mynetworks": "203.0.113.0/24"}
    with (
        rspamd(names) as port,
        postfix(free_port(), {}, {**more, "smtpd_milters": f"inet:127.0.0.1:{port}"}) as server,
    ):
        yield server


@pytest.fixture
def mail(border: Postfix, settings: LazySettings, transactional_db: None) -> Iterator[MailProcess]:
    """The mail process, with no names of its own: all that it knows of a sender is from rspamd."""
    where = Path(settings.OCTANT_HOME) / "nothing.json"
    where.write_text("{}")
    given = {"OCTANT_MAIL_ZONE": str(where), "OCTANT_MAIL_AUTHSERV_ID": US}
    process = MailProcess(border.receiver, database_url(), Path(settings.OCTANT_HOME), given)
    process.start()
    try:
        yield process
    finally:
        process.stop()
        print(process.log())  # noqa: T201, shown when a test fails


def sent(border: Postfix, raw: bytes, *, address: str, sender: str = MEI) -> None:
    """As if it came from a server at `address`."""
    with smtplib.SMTP("127.0.0.1", border.port, timeout=60) as client:
        client.ehlo()
        code, said = client.docmd(f"XCLIENT ADDR={address} NAME=mail.customers.example")
        assert code == 220, said
        client.ehlo("mail.customers.example")
        client.sendmail(sender, [SUPPORT], raw)


def arrived() -> Arrival:
    wait_until(lambda: Ticket.objects.exists())
    return Arrival.objects.get()


@pytest.fixture
def mei(transactional_db: None) -> User:
    return registered(MEI)


def test_a_signed_mail_from_the_registered_address_is_known(
    border: Postfix, mail: MailProcess, mei: User
) -> None:
    sent(border, signed(letter()), address=THEIRS)
    row, ticket = arrived(), Ticket.objects.get()
    assert ticket.customer.user == mei
    assert ticket.assurance == Assurance.VERIFIED_EMAIL, row.reasons
    assert row.verdict == "pass"


def test_without_a_signature_the_sending_server_proves_it(
    border: Postfix, mail: MailProcess, mei: User
) -> None:
    """What Octant cannot see behind Postfix: SPF."""
    sent(border, letter().as_bytes(), address=THEIRS)
    row = arrived()
    assert row.verdict == "pass", row.reasons
    assert Ticket.objects.get().customer.user == mei


def test_what_a_stranger_wrote_of_themselves_is_gone(
    border: Postfix, mail: MailProcess, mei: User
) -> None:
    sent(border, letter(headers=FORGED).as_bytes(), address=STRANGE)
    wait_until(lambda: Arrival.objects.exclude(verdict="").exists())
    row = Arrival.objects.get()
    assert (row.verdict, row.state) == ("fail", Arrival.State.SUSPENDED), row.reasons
    assert raw_of(row).count(b"Authentication-Results:") == 1
    assert b"dmarc=pass" not in raw_of(row)
    assert not Ticket.objects.exists()


def test_what_nobody_wants_is_refused_at_the_border(border: Postfix, mail: MailProcess) -> None:
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        sent(border, letter(GTUBE).as_bytes(), address=THEIRS)
    assert refusal.value.smtp_code >= 500
    assert not Arrival.objects.exists()
