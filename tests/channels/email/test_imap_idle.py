"""News that a server tells at the very moment an IDLE begins are heard, not a minute later."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from imapclient.exceptions import IMAPClientError

from octant.channels.email.receiving.accounts import accounts
from octant.channels.email.receiving.client import connected
from octant.channels.email.receiving.imap import Watcher

NEWS = b"* 3 EXISTS\r\n"


@contextmanager
def server(answer_to_idle: bytes) -> Iterator[int]:
    """An IMAP server of one connection, which sends its answer to IDLE in one packet: a real one
    does so when a mail arrives in that instant, which no test can arrange."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_serve, args=(listening, answer_to_idle))
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def _serve(listening: socket.socket, answer_to_idle: bytes) -> None:
    connection, _peer = listening.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"* OK [CAPABILITY IMAP4rev1 IDLE] here\r\n")
        tag = b""
        for line in lines:
            if line.startswith(b"DONE"):
                connection.sendall(tag + b" OK done\r\n")
                continue
            tag, command = line.split()[:2]
            if command == b"IDLE":
                connection.sendall(answer_to_idle or tag + b" NO not now\r\n")
            elif command == b"CAPABILITY":
                connection.sendall(b"* CAPABILITY IMAP4rev1 IDLE\r\n" + tag + b" OK done\r\n")
            else:
                connection.sendall(tag + b" OK done\r\n")


@pytest.mark.parametrize(
    "answer", [b"+ idling\r\n" + NEWS, NEWS + b"+ idling\r\n"], ids=["after", "before"]
)
def test_news_in_one_packet_with_the_beginning_are_heard(answer: bytes) -> None:
    assert _waited(answer) < 5


def test_without_news_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octant.channels.email.receiving.imap.IDLE_SECONDS", 3)
    assert _waited(b"+ idling\r\n") > 1.5


def test_a_refused_idle_is_an_error() -> None:
    with pytest.raises(IMAPClientError):
        _waited(b"")


def _waited(answer: bytes) -> float:
    with server(answer) as port:
        (account,) = accounts(f"imap://mei:secret@127.0.0.1:{port}/INBOX?plain=1")
        watcher = Watcher(account, stopping=threading.Event(), kept=lambda: None)
        with connected(account) as client:
            began = time.monotonic()
            watcher._idle(client)
            return time.monotonic() - began
