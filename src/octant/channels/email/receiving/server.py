"""The embedded mail server: LMTP behind Postfix, or SMTP. Says 250 only when a mail is kept."""

import asyncio
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
IDLE_SECONDS, MOST_RECIPIENTS = 120, 100
LATER = "451 4.3.0 We cannot keep your mail right now. Please try again later."


class Server(SMTP):
    """SMTP and LMTP on one port: who greets with LHLO speaks LMTP (RFC 2033)."""

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, hostname: str) -> None:
        await self.smtp_EHLO(hostname)
        self.session.lmtp = True  # type: ignore[union-attr]


class Handler:
    """What aiosmtpd asks at each step."""

    def __init__(self, kept: Callable[[], None], pool: ThreadPoolExecutor) -> None:
        self._kept, self._pool = kept, pool

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if config.mailbox_for(address) is None:
            return "550 5.1.1 There is no such mailbox here."
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients."
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        lmtp = bool(getattr(session, "lmtp", False))
        raw = envelope.content or b""
        content = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogateescape")
        came = Came(
            recipients=tuple(envelope.rcpt_tos),
            mail_from=envelope.mail_from or "",
            peer=str(session.peer[0]) if isinstance(session.peer, tuple) else "",
            helo=str(session.host_name or ""),
            via="lmtp" if lmtp else "smtp",
        )
        envelope.content = None  # a large mail is held once
        answer = await self._keep(content, came)
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if lmtp else answer

    async def _keep(self, raw: bytes, came: Came) -> str:
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._pool, _kept, raw, came)
        except Exception as error:  # the server that sends it tries again
            log.warning("mail_not_kept", error=type(error).__name__)
            return LATER
        self._kept()
        return "250 2.0.0 Kept"


def _kept(raw: bytes, came: Came) -> None:
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

    def protocol() -> Server:
        return Server(
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
