"""A connection to a mailbox by IMAP, signed in by password or with a token."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError
from imapclient.imapclient import require_capability

from octant.channels.email.receiving.accounts import Account
from octant.channels.email.signing_in.errors import not_let_in
from octant.channels.email.signing_in.sasl import Showing
from octant.channels.email.signing_in.tokens import Token, with_token
from octant.kit.clock import now

TIMEOUT_SECONDS = 30
_AUTH = "AUTH="


class Client(IMAPClient):  # type: ignore[misc]
    """Hears what a server tells at the very moment an IDLE begins.

    Before its `+`, the library takes news for a fault. After it, in one packet, they stand in
    imaplib's buffer, where a poll of the socket never sees them: so the first look is a read.
    """

    good_until: datetime | None = None  # when the token ends by which we are signed in
    _unread = False

    @require_capability("IDLE")  # type: ignore[untyped-decorator]
    def idle(self) -> None:
        tag = self._idle_tag = self._imap._command("IDLE")
        while self._imap._get_response() is not None:
            if self._imap.tagged_commands.get(tag):
                raise IMAPClientError("IDLE was refused")
        self._unread = True

    def _poll_socket(self, sock: Any, timeout: float | None = None) -> Any:
        unread, self._unread = self._unread, False
        return unread or super()._poll_socket(sock, timeout)

    def token_ends(self) -> bool:
        """Whether it is time to sign in again."""
        return self.good_until is not None and now() >= self.good_until


@contextmanager
def connected(account: Account) -> Iterator[Client]:
    """Signed in. Raises `OSError` (`SignInFailed` among them) or `IMAPClientError`."""
    client = _signed_in(account)
    try:
        yield client
    finally:
        _left(client)


def _signed_in(account: Account) -> Client:
    if account.oauth:
        return with_token(account.oauth, account.user, lambda token: _by_token(account, token))
    client = _opened(account)
    try:
        client.login(account.user, account.password)
    except BaseException:
        _left(client)
        raise
    return client


def _by_token(account: Account, token: Token) -> Client:
    client = _opened(account)
    try:
        told = [each.decode("ascii", "replace") for each in client.capabilities()]
        showing = Showing(
            [each.removeprefix(_AUTH) for each in told if each.startswith(_AUTH)],
            user=account.user,
            token=token.value,
            host=account.host,
            port=account.port,
        )
        _show(client, account, showing, token)
    except BaseException:
        _left(client)
        raise
    client.good_until = token.good_until
    return client


def _show(client: Client, account: Account, showing: Showing, token: Token) -> None:
    try:
        client.sasl_login(showing.mechanism, showing.answer)
    except IMAPClientError as error:
        said = f"{error} {showing.told}"
        raise not_let_in(account.host, account.user, said, secrets=(token.value,)) from None


def _opened(account: Account) -> Client:
    context = account.context() if account.tls != "none" else None
    client = Client(
        account.host,
        account.port,
        ssl=account.tls == "tls",
        ssl_context=context if account.tls == "tls" else None,
        timeout=TIMEOUT_SECONDS,
    )
    try:
        if account.tls == "starttls":
            client.starttls(context)
    except BaseException:
        _left(client)
        raise
    return client


def _left(client: Client) -> None:
    with suppress(OSError, IMAPClientError):
        client.logout()
