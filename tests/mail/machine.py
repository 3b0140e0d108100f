"""A customer's mail server that answers every mail by itself."""

import asyncio
import email
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.policy import default
from typing import Any

from aiosmtpd.lmtp import LMTP
from tests.channels.email.mails import letter, signed
from tests.mail.servers import Postfix


class _Handler:
    def __init__(self, border: Postfix, address: str, answered: list[str]) -> None:
        self.border, self.address, self.answered = border, address, answered

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        came = email.message_from_bytes(envelope.content, policy=default)
        to = came["Reply-To"] or came["From"]
        mail = letter(
            f"I am away ({len(self.answered)}).",
            sender=self.address,
            to=str(to),
            subject=f"Re: {came['Subject']}",
            reply_to=str(came["Message-ID"]),
        )
        self.answered.append(str(came["Subject"]))
        raw = signed(mail, self.address.rpartition("@")[2])
        target = to.addresses[0].addr_spec
        loop = asyncio.get_running_loop()
        send = self.border.send
        await loop.run_in_executor(None, lambda: send(raw, sender=self.address, to=[target]))
        return "250 2.0.0 Ok"


@contextmanager
def autoresponder(port: int, border: Postfix, address: str) -> Iterator[list[str]]:
    """Listen by LMTP on `port`; gives the subjects that were answered so far."""
    answered: list[str] = []
    handler = _Handler(border, address, answered)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = loop.create_server(lambda: LMTP(handler, loop=loop), "127.0.0.1", port)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result(10)
    try:
        yield answered
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
