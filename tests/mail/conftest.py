"""One Postfix and one Dovecot for a module; a mail process for each test that asks for one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from tests.channels.email.mails import MEI, zone_file
from tests.mail.servers import (
    Dovecot,
    MailProcess,
    Postfix,
    database_url,
    dovecot,
    free_port,
    postfix,
)

from octant.core.people.models import User
from octant.core.people.services.staff import create_user

BO = "bo@customers.example"
MACHINES = "machines.example"


@dataclass
class Servers:
    """Where everybody is: our LMTP port, the customers' servers, the port of machines' mail."""

    receiver: int
    machines: int
    postfix: Postfix
    dovecot: Dovecot


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    receiver, machines = free_port(), free_port()
    with (
        dovecot(MEI, BO) as boxes,
        postfix(receiver, {"customers.example": boxes.lmtp, MACHINES: machines}) as border,
    ):
        yield Servers(receiver, machines, border, boxes)


@pytest.fixture(autouse=True)
def _names(settings: LazySettings, tmp_path: Path) -> None:
    settings.OCTANT_MAIL_ZONE = zone_file(tmp_path)


@pytest.fixture
def mail(servers: Servers, settings: LazySettings, transactional_db: None) -> Iterator[MailProcess]:
    """The running mail process, on the port that Postfix delivers to."""
    process = MailProcess(
        servers.receiver,
        database_url(),
        Path(settings.OCTANT_HOME),
        {
            "OCTANT_SMTP_URL": f"smtp://127.0.0.1:{servers.postfix.port}",
            "OCTANT_MAIL_ZONE": settings.OCTANT_MAIL_ZONE,
        },
    )
    process.start()
    try:
        yield process
    finally:
        process.stop()
        print(process.log())  # noqa: T201, shown when a test fails


def registered(address: str, name: str = "Mei Lin") -> User:
    """Somebody who signed up, with a verified address."""
    user = create_user(email=address, name=name, role="customer", password="correct horse 42")
    EmailAddress.objects.update_or_create(
        user=user, email=address, defaults={"verified": True, "primary": True}
    )
    return user


@pytest.fixture
def mei(transactional_db: None) -> User:
    return registered(MEI)
