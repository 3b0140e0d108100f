"""Debian's own rspamd as a milter, and the name server that it asks: both on the loopback alone.

Its settings are those of docs/how-to/email.md, besides what keeps it to itself here: ports, names
of our own, and nothing of what it would ask the network for.
"""

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
from tests.mail.servers import answers, folder, free_port, wait_until

PROGRAM = "/usr/bin/rspamd"
CONFIG = "/etc/rspamd/rspamd.conf"
HOWTO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "email.md"
_HERE = {
    "worker-normal.inc": "enabled = false;",
    "worker-controller.inc": "enabled = false;",
    "logging.inc": 'type = "console"; level = "info";',
    **{
        f"{module}.conf": "enabled = false;"
        for module in ("rbl", "surbl", "fuzzy_check", "asn", "phishing", "neural", "mx_check")
    },
}

Names = dict[str, list[str]]  # texts by name


class NameServer:
    """Answers for the texts that it was given; of every other name it says that there is none."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                data, asker = self._socket.recvfrom(4096)
            except OSError:
                return
            if data == b"":
                return
            self._socket.sendto(self._answer(data), asker)

    def _answer(self, data: bytes) -> bytes:
        question = dns.message.from_wire(data)
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        name = question.question[0].name
        texts = self.names.get(name.to_text(omit_final_dot=True).lower())
        if texts is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif question.question[0].rdtype == dns.rdatatype.TXT:
            quoted = [" ".join(f'"{t[i : i + 250]}"' for i in range(0, len(t), 250)) for t in texts]
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *quoted))
        return answer.to_wire()

    def close(self) -> None:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("127.0.0.1", self.port))
        self._thread.join()
        self._socket.close()


def told_in_the_howto(file: str) -> str:
    """What the how-to says to write into this file of rspamd's."""
    _before, found, rest = HOWTO.read_text("utf-8").partition(f"# /etc/rspamd/local.d/{file}\n")
    assert found, f"the how-to has no {file}"
    return rest.partition("```")[0]


@contextmanager
def rspamd(names: Names) -> Iterator[int]:
    """The port of a milter that knows these names."""
    assert os.access(PROGRAM, os.X_OK), "rspamd is missing: tools/system_packages"
    server, port = NameServer(names), free_port()
    with folder("rspamd") as where:
        (where / "local.d").mkdir()
        settings = {
            **_HERE,
            "worker-proxy.inc": f'bind_socket = "127.0.0.1:{port}"; count = 1; milter = yes;'
            ' upstream "local" { default = yes; self_scan = yes; }',
            "options.inc": f'dns {{ nameserver = ["127.0.0.1:{server.port}"]; timeout = 1s; }}'
            " local_addrs = []; pidfile = false; disable_hyperscan = true;",
            "milter_headers.conf": told_in_the_howto("milter_headers.conf"),
        }
        for name, text in settings.items():
            (where / "local.d" / name).write_text(text + "\n")
        places = [
            f"--var={name}={where}" for name in ("LOCAL_CONFDIR", "DBDIR", "RUNDIR", "LOGDIR")
        ]
        with (where / "log").open("w") as log:
            process = subprocess.Popen(
                [PROGRAM, "-f", "-i", "-u", "root", "-g", "root", "-c", CONFIG, *places],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_until(lambda: answers(port) or process.poll() is not None)
            assert process.poll() is None, (where / "log").read_text()
            yield port
        finally:
            process.terminate()
            process.wait(20)
            server.close()
