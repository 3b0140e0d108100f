"""Mailboxes that we fetch from by IMAP, as `OCTANT_IMAP_URLS` names them."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from octant.channels.email.signing_in.grants import LOOPBACK

_PORTS = {"imap": 143, "imaps": 993}
POLL_SECONDS, TAKEN_DAYS = 30, 2


@dataclass(frozen=True, slots=True)
class Account:
    """One folder of one mailbox. `to`: the address of ours that its mail counts as written to."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    to: str = ""
    tls: str = "tls"  # tls | starttls | none
    poll_seconds: float = POLL_SECONDS
    idle: bool = True
    oauth: str = ""  # the grant by whose tokens we sign in (signing_in/grants); else by password
    delete: bool = False  # what we have is removed from the mailbox
    days: int = TAKEN_DAYS  # how old a mail is taken when we see a mailbox for the first time

    @property
    def key(self) -> str:
        """Its name in the database and in logs; no secret."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"[:300]

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def accounts(urls: str) -> tuple[Account, ...]:
    """From addresses set apart by blanks:
    `imaps://user:password@host[:port]/[folder][?to=&starttls=1&plain=1&poll=&idle=0&then=delete&days=]`
    or `imaps://user@host/?oauth=grant`, with what is special in names and passwords written as
    %40. Raises `ImproperlyConfigured`."""
    found = tuple(_account(url) for url in urls.split())
    if len({each.key for each in found}) != len(found):
        raise ImproperlyConfigured("OCTANT_IMAP_URLS names one mailbox twice.")
    return found


def _account(url: str) -> Account:
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme not in _PORTS or not parts.hostname or not parts.username:
        raise ImproperlyConfigured(
            "Each of OCTANT_IMAP_URLS begins with imaps:// (or imap://), a user and a host."
        )
    try:
        return Account(
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            to=asked.get("to", "").lower(),
            tls=_tls(parts.scheme, asked),
            oauth=_grant(parts, asked),
            poll_seconds=max(1.0, float(asked.get("poll", POLL_SECONDS))),
            idle=asked.get("idle", "1") != "0",
            delete=asked.get("then", "") == "delete",
            days=int(asked.get("days", TAKEN_DAYS)),
        )
    except ValueError as error:
        raise ImproperlyConfigured(
            f"A number in OCTANT_IMAP_URLS cannot be read: {error}"
        ) from error


def _grant(parts: SplitResult, asked: Mapping[str, str]) -> str:
    """A token opens the mailbox to whoever reads it: in the clear it stays on this machine."""
    oauth = asked.get("oauth", "")
    if oauth and parts.password:
        raise ImproperlyConfigured("OCTANT_IMAP_URLS: a password or oauth=, not both.")
    if oauth and asked.get("plain") == "1" and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured("OCTANT_IMAP_URLS: oauth= goes with TLS.")
    return oauth


def _tls(scheme: str, asked: Mapping[str, str]) -> str:
    """Passwords cross the network in the clear only where `plain=1` says that they may."""
    if scheme == "imaps":
        return "tls"
    if asked.get("starttls") == "1":
        return "starttls"
    if asked.get("plain") == "1":
        return "none"
    raise ImproperlyConfigured("Use imaps://, or imap:// with starttls=1 (or plain=1 on loopback).")
