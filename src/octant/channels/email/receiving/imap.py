"""Mail fetched from a mailbox: told by IDLE (RFC 2177), else asked for now and then.

Nothing is marked and no flag is relied on: what counts is (UIDVALIDITY, UID). Each mailbox has a
thread of its own, which connects again by itself, ever more slowly.
"""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from django.db import close_old_connections
from imapclient.exceptions import IMAPClientError

from octant.channels.email import config
from octant.channels.email.receiving.accounts import Account
from octant.channels.email.receiving.client import Client, connected
from octant.channels.email.services.fetching import (
    begins,
    have_until,
    keep_fetched,
    note_check,
    opened,
)
from octant.channels.email.signing_in.errors import SignInFailed

log = structlog.get_logger()
# How long one IDLE lasts: networks drop silent connections, so once a minute we look anyway.
IDLE_SECONDS = 60
LONGEST_WAIT_SECONDS = 300
_LOOK = 1  # how soon a stop is noticed, in seconds


class Watcher:
    """Fetches from one mailbox until it is told to stop."""

    def __init__(
        self, account: Account, *, stopping: threading.Event, kept: Callable[[], None]
    ) -> None:
        self.account, self._stopping, self._kept = account, stopping, kept
        self._failures = 0

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                with connected(self.account) as client:
                    self._watch(client)
            except Exception as error:  # their server, the network, or our database
                self._failed(error)
            finally:
                close_old_connections()

    def _watch(self, client: Client) -> None:
        key = self.account.key
        validity = _opened(client, self.account)
        idle = self.account.idle and client.has_capability("IDLE")
        log.info("mailbox_opened", mailbox=key, idle=idle)
        while not self._stopping.is_set():
            self.fetch(client, validity)
            note_check(key=key)
            close_old_connections()
            self._failures = 0
            if client.token_ends():  # before the server cuts us off in the middle of something
                return
            if _told_meanwhile(client):
                continue
            if idle:
                self._idle(client)
            else:
                self._stopping.wait(self.account.poll_seconds)

    def fetch(self, client: Client, validity: int) -> None:
        """Take what is new, the oldest first, one by one."""
        key, account = self.account.key, self.account
        last = have_until(key=key, validity=validity)
        if last is None:
            raise IMAPClientError("the mailbox began anew")
        # `n:*` always names the last mail, even when its UID is below n (RFC 3501 6.4.8).
        found = sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)
        for uid in found:
            if self._stopping.is_set():
                return
            raw = _raw(client, uid)
            if keep_fetched(key=key, validity=validity, uid=uid, raw=raw, to=account.to):
                self._kept()
            last = uid
        if account.delete and last:
            _remove(client, last)

    def _idle(self, client: Client) -> None:
        """Wait until there is something, or it is time to look anyway."""
        client.idle()
        try:
            if _told_meanwhile(client):  # between our last look and the server's `+`
                return
            for _second in range(IDLE_SECONDS // _LOOK):
                if self._stopping.is_set() or client.token_ends():
                    return
                if _has_news(client.idle_check(timeout=_LOOK)):
                    return
        finally:
            client.idle_done()

    def _failed(self, error: Exception) -> None:
        """1, 2, 4 … seconds, five minutes at most, and not all mailboxes at the same moment."""
        self._failures += 1
        longest = min(2.0 ** min(self._failures - 1, 10), LONGEST_WAIT_SECONDS)
        pause = longest * random.uniform(0.7, 1.0)
        said = str(error) if isinstance(error, SignInFailed) else f"{type(error).__name__}: {error}"
        log.warning("mailbox_away", mailbox=self.account.key, error=said, again_s=round(pause, 1))
        with suppress(Exception):  # the database may be what is away
            note_check(key=self.account.key, error=said)
        self._stopping.wait(pause)


def _opened(client: Client, account: Account) -> int:
    """Choose the folder; its UIDVALIDITY. A mailbox that we never saw begins with the mails of
    the last days, so that a year of dealt-with mail is not answered again."""
    about = client.select_folder(account.folder, readonly=not account.delete)
    validity = int(about[b"UIDVALIDITY"])
    recent = client.search(["SINCE", begins(key=account.key, days=account.days)])
    first = min(recent) - 1 if recent else int(about.get(b"UIDNEXT", 1)) - 1
    opened(key=account.key, validity=validity, first=first)
    return validity


def _raw(client: Client, uid: int) -> bytes | None:
    """The mail as it is; None if it has gone. Of one that is too large, as much as we take: it
    then fails its signature, and waits for an agent beside what it says."""
    most = config.max_mail_bytes()
    size = client.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE")
    if size is None:
        return None
    what = "BODY.PEEK[]" if size <= most else f"BODY.PEEK[]<0.{most}>"
    if size > most:
        log.warning("mail_too_large", size=size)
    answer: dict[bytes, Any] = client.fetch([uid], [what]).get(uid, {})
    raw = next((value for name, value in answer.items() if name.startswith(b"BODY[]")), None)
    return bytes(raw) if raw is not None else None


def _remove(client: Client, last: int) -> None:
    """Remove what we have, and nothing else: a plain EXPUNGE would take what others marked."""
    have = [uid for uid in client.search(["UID", f"1:{last}"]) if uid <= last]
    if not have or not client.has_capability("UIDPLUS"):
        return
    client.delete_messages(have, silent=True)
    client.uid_expunge(have)


def _told_meanwhile(client: Client) -> bool:
    """Whether the server spoke of new mail in its answers to other commands. It says so once, so
    an IDLE would wait for something that was told already."""
    _code, told = client._imap.response("EXISTS")
    return any(each is not None for each in told)


def _has_news(responses: list[Any]) -> bool:
    """Whether the server spoke of new mail, or is about to leave."""
    return any(b"EXISTS" in each or each[:1] == (b"BYE",) for each in responses)
