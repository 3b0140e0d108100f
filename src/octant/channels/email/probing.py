"""Whether the mailboxes we fetch from and our way out let us in, for `octant doctor mail`."""

import smtplib
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from imapclient.exceptions import IMAPClientError

from octant.channels.email.receiving.accounts import Account, accounts
from octant.channels.email.receiving.client import connected
from octant.channels.email.signing_in.errors import SignInFailed
from octant.channels.email.signing_in.grants import file
from octant.channels.email.transport import connect


@dataclass(frozen=True, slots=True)
class Probe:
    ok: bool
    name: str
    says: str


def probes() -> Iterator[Probe]:
    """Each sign-in, tried now: nothing is fetched and nothing sent."""
    boxes = accounts(settings.OCTANT_IMAP_URLS)
    if any(each.oauth for each in boxes) or settings.OCTANT_SMTP_OAUTH:
        yield from _private()
    yield from map(_mailbox, boxes)
    if settings.OCTANT_SMTP_URL:
        yield _way_out()


def _private() -> Iterator[Probe]:
    where = file()
    if where.exists() and where.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        yield Probe(False, "secrets", f"{where} can be read by anybody here: chmod 600 {where}")


def _mailbox(account: Account) -> Probe:
    try:
        with connected(account) as client:
            client.select_folder(account.folder, readonly=True)
    except (OSError, IMAPClientError) as error:
        return Probe(False, "mailbox", f"{account.key}: {_says(error)}")
    return Probe(True, "mailbox", f"{account.key}: we are let in{_how(account.oauth)}")


def _way_out() -> Probe:
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        server = connect()
    except (OSError, smtplib.SMTPException) as error:
        return Probe(False, "way out", f"{where}: {_says(error)}")
    server.close()
    return Probe(True, "way out", f"{where}: we are let in{_how(settings.OCTANT_SMTP_OAUTH)}")


def _how(oauth: str) -> str:
    return f" with a token of [{oauth}]" if oauth else ""


def _says(error: Exception) -> str:
    return str(error) if isinstance(error, SignInFailed) else f"{type(error).__name__}: {error}"
