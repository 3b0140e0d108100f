"""A scanner for tests: the real clamd where Debian's package is installed, with one signature of
our own; else a server that speaks its protocol over a real socket."""

import os
import shutil
import signal
import socketserver
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tests.core.safety.files.samples import EICAR

START_SECONDS = 60


@contextmanager
def clamd(folder: Path | None = None) -> Iterator[str]:
    """The address of a scanner that knows EICAR: real if it can be."""
    program = shutil.which("clamd")
    if program is None:
        with speaking() as address:
            yield address
        return
    # The path of a socket holds 107 bytes at most (unix(7)).
    place = Path(tempfile.mkdtemp(prefix="clamd"))
    try:
        with _running(program, place) as address:
            yield address
    finally:
        shutil.rmtree(place)


@contextmanager
def _running(program: str, place: Path) -> Iterator[str]:
    (place / "db").mkdir()
    (place / "db" / "local.ndb").write_text(f"Octant.Eicar:0:*:{EICAR.hex()}\n")
    config = place / "clamd.conf"
    config.write_text(
        f"LocalSocket {place}/s\nDatabaseDirectory {place}/db\nForeground yes\n"
        f"TemporaryDirectory {place}\n"
    )
    process = subprocess.Popen(
        [program, "-c", str(config)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said = ""
    try:
        for line in process.stdout or ():
            said += line
            if "Self checking" in line or "Listening daemon" in line:
                break
        assert (place / "s").exists(), said
        yield str(place / "s")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(START_SECONDS)
        if process.stdout:
            process.stdout.close()


@contextmanager
def speaking(answer: bytes = b"") -> Iterator[str]:
    """A server of the protocol: answers for EICAR as clamd does, or always `answer`; with
    b"-" it hangs up."""

    class Line(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            if answer == b"-":
                return
            found = EICAR in _stream(self.rfile)
            usual = b"stream: Octant.Eicar FOUND\0" if found else b"stream: OK\0"
            self.wfile.write(answer or usual)

    place = Path(tempfile.mkdtemp(prefix="clamd"))
    address = str(place / "s")
    with socketserver.ThreadingUnixStreamServer(address, Line) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield address
        finally:
            server.shutdown()
            thread.join()
            os.unlink(address)
            place.rmdir()


def _stream(line: BinaryIO) -> bytes:
    data = b""
    while size := int.from_bytes(line.read(4), "big"):
        data += line.read(size)
    return data
