"""The embedded mail server: LMTP behind Postfix, or SMTP. Says 250 only when a mail is kept."""

import asyncio
import re
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from django.db import close_old_connections

from octant.channels.email import config
from octant.channels.email.envelope import Envelope as Came
from octant.channels.email.services.keeping import keep

log = structlog.get_logger()
IDLE_SECONDS, MOST_RECIPIENTS, MOST_CONNECTIONS = 120, 100, 100
# What is read of a mail that is too large, before its server is cut off; in mails of the limit.
MOST_DRAINED = 4
KEPT = "250 2.0.0 Kept"
LATER = "451 4.3.0 We cannot keep your mail right now. Please try again later."
TOO_LARGE = "552 5.3.4 This mail is larger than we take."
UNKNOWN = "550 5.1.1 There is no such mailbox here."
_END = b".\r\n"
# An address as nearly all are, and what follows it; others are read as RFC 5321 says.
_PLAIN = re.compile(r"<([\w.+=-]+@[\w-]+(?:\.[\w-]+)*)>\s*", re.ASCII)
_NULL = "<>"  # what aiosmtpd calls the sender of a report (RFC 5321 4.5.5)


class Server(SMTP):
    """SMTP and LMTP on one port: who greets with LHLO speaks LMTP (RFC 2033), where each
    recipient gets an answer of its own after the mail.

    A mail is read by the piece and not by the line: lines may have any length, and a large mail is
    held once.
    """

    def __init__(self, handler: "Handler", **options: Any) -> None:
        super().__init__(handler, **options)
        self.lmtp = False
        self._timed_at = float("-inf")

    # Set once a client is there; aiosmtpd types them as what they may be before.
    envelope: Any
    session: Any
    transport: Any
    data_size_limit: Any

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, hostname: str) -> None:
        await super().smtp_EHLO(hostname)
        self.lmtp = True

    async def smtp_EHLO(self, hostname: str) -> None:
        self.lmtp = False
        await super().smtp_EHLO(hostname)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        if await self.check_helo_needed():
            return
        if arg or not self.envelope.rcpt_tos:
            await self.push("501 5.5.4 Syntax: DATA" if arg else "503 5.5.1 Whom is it for?")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        raw = await self._mail()
        envelope = self.envelope
        answers = len(envelope.rcpt_tos) if self.lmtp else 1
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        status = TOO_LARGE
        if raw is not None:
            status = await self.event_handler.take(self, envelope, raw)
        await self.push("\r\n".join([status] * answers))

    async def _mail(self) -> bytes | None:
        """Read up to the lone dot; None for more than is taken."""
        raw = bytearray(b"\r\n")
        size = 0
        while True:
            try:
                piece = await self._reader.readuntil(_END)
            except asyncio.LimitOverrunError as more:
                piece = await self._reader.read(more.consumed)
            self._reset_timeout()
            size += len(piece)
            raw += piece
            ended = raw.endswith(b"\r\n.\r\n")
            if ended and size <= self.data_size_limit:
                break
            if size > self.data_size_limit:
                if ended:
                    return None
                del raw[:-4]
                self._cut_off(size)
        del raw[-3:]
        return bytes(raw.replace(b"\r\n.", b"\r\n")[2:])

    def _reset_timeout(self, duration: float | None = None) -> None:
        """Once a second is enough: a timer for each line takes as long as the line."""
        at = self.loop.time()
        if duration is not None or at - self._timed_at >= 1:
            self._timed_at = at
            super()._reset_timeout(duration)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        plain = _PLAIN.match(arg)
        return (plain[1], arg[plain.end() :]) if plain else super()._getaddr(arg)

    def _cut_off(self, size: int) -> None:
        if size > MOST_DRAINED * self.data_size_limit:
            self.transport.close()
            raise ConnectionResetError("a mail without an end")


class Handler:
    """What aiosmtpd asks at each step."""

    def __init__(self, kept: Callable[[], None], pool: ThreadPoolExecutor) -> None:
        self._kept, self._pool = kept, pool

    async def handle_MAIL(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if config.mailbox_for(address) is None:
            return UNKNOWN
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients."
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_exception(self, error: Exception) -> str:
        """A fault of ours is none of the sender's business, and not for ever."""
        log.warning("mail_server_fault", error=type(error).__name__)
        return LATER

    async def take(self, server: Server, envelope: Envelope, raw: bytes) -> str:
        """Keep a mail; what its server is told."""
        session = server.session
        came = Came(
            recipients=tuple(map(_text, envelope.rcpt_tos)),
            mail_from="" if envelope.mail_from == _NULL else _text(envelope.mail_from or ""),
            peer=str(session.peer[0]) if isinstance(session.peer, tuple) else "",
            helo=_text(session.host_name or ""),
            via="lmtp" if server.lmtp else "smtp",
        )
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._pool, _keep, raw, came)
        except Exception as error:  # the server that sends it tries again
            log.warning("mail_not_kept", error=type(error).__name__)
            return LATER
        self._kept()
        return KEPT


def _text(given: str) -> str:
    """Bytes that are no UTF-8 come as surrogates, which no database takes; nor a NUL."""
    return given.encode("utf-8", "replace").decode().replace("\0", "?")


def _keep(raw: bytes, came: Came) -> None:
    close_old_connections()
    try:
        keep(raw, came)
    finally:
        close_old_connections()


def tls_context(certificate: str, key: str) -> ssl.SSLContext:
    """For STARTTLS, from PEM files."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key or None)
    return context


class Busy(asyncio.Protocol):
    """For one connection too many: they come back later."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"421 4.3.2 Too many connections. Please try again later.\r\n")
        transport.close()


async def serve(
    host: str,
    port: int,
    *,
    kept: Callable[[], None],
    name: str,
    tls: ssl.SSLContext | None = None,
    threads: int = 4,
) -> asyncio.Server:
    """Listen; `kept` is called after each mail that was kept. Raises `OSError`."""
    pool = ThreadPoolExecutor(threads, thread_name_prefix="keep")
    handler = Handler(kept, pool)
    open_now: set[Server] = set()

    class Counted(Server):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            open_now.add(self)
            super().connection_made(transport)

        def connection_lost(self, error: Exception | None) -> None:
            open_now.discard(self)
            super().connection_lost(error)

    def protocol() -> asyncio.BaseProtocol:
        if len(open_now) >= MOST_CONNECTIONS:
            return Busy()
        return Counted(
            handler,
            hostname=name,
            ident="ready",
            data_size_limit=config.max_mail_bytes(),
            enable_SMTPUTF8=True,
            timeout=IDLE_SECONDS,
            tls_context=tls,
            loop=asyncio.get_running_loop(),
        )

    return await asyncio.get_running_loop().create_server(protocol, host, port)
