"""The process that serves pages is killed in the middle of an upload, and the upload goes on."""

import base64
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import LazySettings
from django.db import connection
from tests.core.safety.files import samples

from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.safety import store
from octant.core.safety.text import screen
from octant.core.tickets.access import key_for
from octant.core.tickets.models import File, Ticket, Upload
from octant.core.tickets.services.conversation import open_ticket

pytestmark = pytest.mark.django_db(transaction=True)

FILM = samples.mp4(media=os.urandom(12_000_000))
MIB = 1024 * 1024
PATIENCE_SECONDS = 60


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


class Web:
    """`octant web` on the tests' database and home, as a process that can be killed."""

    def __init__(self, settings: LazySettings, key: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        name = str(connection.settings_dict["NAME"])
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
        self.environment = os.environ | {
            "DATABASE_URL": urlunsplit(address),
            "OCTANT_HOME": str(settings.OCTANT_HOME),
            "OCTANT_SECRET_KEY": settings.SECRET_KEY,
            "OCTANT_URL": f"http://127.0.0.1:{self.port}",
            "OCTANT_MEANING": "0",
        }
        self.key = key
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "octant.project.cli", "web", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--home", self.environment["OCTANT_HOME"]],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(self._answers)

    def _answers(self) -> bool:
        try:
            return self.ask("OPTIONS", "/chat/uploads")[0] == 204
        except OSError:
            return False

    def kill(self) -> None:
        """All of it at once, as a machine that loses power."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def headers(self, **more: str) -> dict[str, str]:
        own = {
            "Origin": self.environment["OCTANT_URL"],
            "Tus-Resumable": "1.0.0",
            "X-Octant-Key": self.key,
        }
        return own | {name.replace("_", "-"): value for name, value in more.items()}

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            line.request(method, path, body, self.headers(**headers))
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            line.close()

    def begin_patch(self, path: str, offset: int, said: int, sent: bytes) -> socket.socket:
        """A request that announces `said` bytes and has sent no more than `sent`."""
        headers = self.headers(
            Host=f"127.0.0.1:{self.port}",
            Upload_Offset=str(offset),
            Content_Length=str(said),
            Content_Type="application/offset+octet-stream",
        )
        lines = [f"PATCH {path} HTTP/1.1", *(f"{name}: {what}" for name, what in headers.items())]
        line = socket.create_connection(("127.0.0.1", self.port))
        line.sendall("\r\n".join([*lines, "", ""]).encode() + sent)
        return line


@pytest.fixture
def ticket() -> Ticket:
    return open_ticket(
        customer=guest(name="Olivia", email="olivia@example.com", language="en"),
        subject=screen("Order"),
        text=screen("It shows an error"),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language="en",
    )


@pytest.fixture
def web(settings: LazySettings, ticket: Ticket) -> Iterator[Web]:
    started = Web(settings, key_for(ticket))
    started.start()
    yield started
    started.kill()


def test_an_upload_goes_on_after_the_web_process_was_killed_in_the_middle(web: Web) -> None:
    name = base64.b64encode(b"film.mp4").decode()
    status, headers, _body = web.ask(
        "POST", "/chat/uploads", Upload_Length=str(len(FILM)), Upload_Metadata=f"filename {name}"
    )
    assert status == 201
    url = str(headers["Location"])
    cut = web.begin_patch(url, 0, len(FILM), FILM[:5_500_000])
    until(lambda: Upload.objects.get().received >= 5 * MIB)
    web.kill()
    cut.close()
    counted = Upload.objects.get().received
    web.start()

    offset = int(web.ask("HEAD", url)[1]["Upload-Offset"])
    assert 5 * MIB <= counted <= offset <= 5_500_000

    patched = {"Upload_Offset": str(offset), "Content_Type": "application/offset+octet-stream"}
    assert web.ask("PATCH", url, FILM[offset:], **patched)[0] == 204

    # Killed again while it makes the file whole, or just before or after.
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=PATIENCE_SECONDS)
    line.request("POST", url, b"", web.headers())
    web.kill()
    line.close()
    web.start()
    status, _headers, body = web.ask("POST", url)

    assert status == 200, body
    assert json.loads(body)["file"]["name"] == "film.mp4"
    stored = b"".join(store.get(File.objects.get().digest))
    assert len(stored) == len(FILM)
    assert stored[-12_000_000:] == FILM[-12_000_000:]
