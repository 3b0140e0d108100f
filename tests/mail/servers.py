"""Debian's own Postfix and Dovecot, each a private instance on loopback in a folder of its own.

`postfix` delivers mail for our domain to our LMTP port, and mail for customers to Dovecot's. Only
root may start it, so these tests need root or a container.
"""

import os
import random
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection
from imapclient import IMAPClient

PASSWORD = "mail for tests"
OURS = "kraken.example"
POSTFIX, DOVECOT, DOVEADM = "/usr/sbin/postfix", "/usr/sbin/dovecot", "/usr/bin/doveadm"
_SERVICES = {
    "pickup": "unix n - n 60 1 pickup",
    "cleanup": "unix n - n - 0 cleanup",
    "qmgr": "unix n - n 300 1 qmgr",
    "rewrite": "unix - - n - - trivial-rewrite",
    "bounce": "unix - - n - 0 bounce",
    "defer": "unix - - n - 0 bounce",
    "trace": "unix - - n - 0 bounce",
    "proxymap": "unix - - n - - proxymap",
    "error": "unix - - n - - error",
    "retry": "unix - - n - - error",
    "showq": "unix n - n - - showq",
    "flush": "unix n - n 1000? 0 flush",
    "lmtp": "unix - - n - - lmtp",
    "smtp": "unix - - n - - smtp",
    "anvil": "unix - - n - 1 anvil",
    "postlog": "unix-dgram n - n - 1 postlogd",
}


def free_port() -> int:
    """A port that nothing listens on, below those from which the kernel takes the near ends of
    connections: a server that is down for a while finds its port free when it comes back. Chosen
    at random, so that two checkouts tested at the same time do not meet."""
    for number in random.SystemRandom().sample(range(20_000, 32_000), 200):
        with suppress(OSError), socket.socket() as one:
            one.bind(("127.0.0.1", number))
            return number
    raise RuntimeError("no free port")


def wait_until(
    what: Callable[[], object], seconds: float = 180, tell: Callable[[], str] = lambda: ""
) -> None:
    """`tell`: how things stand, for whoever reads that it never became true."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, f"it never became true: {tell()}"
        time.sleep(0.05)


def counted(url: str, query: str) -> int:
    """The number that a query of a database answers; -1 while that is away."""
    try:
        with psycopg.connect(url, connect_timeout=5) as asked:
            row = asked.execute(query).fetchone()  # type: ignore[arg-type]
            return int(row[0]) if row else 0
    except psycopg.OperationalError:
        return -1


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """One that the servers' own accounts may pass through."""
    made = Path(tempfile.mkdtemp(prefix=f"octant-{name}-"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@dataclass
class Postfix:
    """`port` takes mail from anybody here; `receiver` is where mail to us is handed on (LMTP);
    `domains` says where mail to others goes: a domain to a port of LMTP."""

    where: Path
    port: int
    receiver: int
    domains: dict[str, int] = field(default_factory=dict)

    def send(self, *mails: bytes, sender: str, to: list[str]) -> None:
        """Put mails into its queue, as one client."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            for raw in mails:
                client.sendmail(sender, to, raw)

    def waiting(self) -> int:
        """How many mails are in its queue."""
        names = ("incoming", "active", "deferred", "maildrop")
        queues = [self.where / "queue" / name for name in names]
        return sum(1 for queue in queues for file in queue.rglob("*") if file.is_file())

    def deferred(self) -> int:
        queue = self.where / "queue" / "deferred"
        return sum(1 for file in queue.rglob("*") if file.is_file())

    def log(self) -> str:
        file = self.where / "log" / "mail.log"
        return file.read_text(errors="replace") if file.exists() else ""


@contextmanager
def postfix(
    receiver: int, domains: dict[str, int], more: dict[str, str] | None = None
) -> Iterator[Postfix]:
    """A Postfix that tries again every second. `more`: settings besides ours."""
    assert os.access(POSTFIX, os.X_OK), "Postfix is missing: tools/system_packages"
    assert os.geteuid() == 0, "Postfix starts as root alone: run the tests as root"
    with folder("postfix") as where:
        server = Postfix(where, free_port(), receiver, domains)
        _configure(server, more or {})
        command = [POSTFIX, "-c", str(where / "etc"), "start-fg"]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            wait_until(lambda: answers(server.port) or process.poll() is not None)
            assert process.poll() is None, process.communicate()[0].decode()
            yield server
        finally:
            _end(where / "queue" / "pid" / "master.pid")
            process.communicate(timeout=20)


def _end(file: Path) -> None:
    """The script that we started waits for this one."""
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(file.read_text()), signal.SIGTERM)


def _configure(server: Postfix, more: dict[str, str]) -> None:
    where = server.where
    for name in ("etc", "queue", "data", "log"):
        (where / name).mkdir()
    shutil.chown(where / "data", "postfix")
    lmtp = {OURS: server.receiver, **server.domains}
    routes = ", ".join(f"{{{name} = lmtp:inet:[127.0.0.1]:{port}}}" for name, port in lmtp.items())
    main = {
        "compatibility_level": "3.6",
        "queue_directory": str(where / "queue"),
        "data_directory": str(where / "data"),
        "maillog_file": str(where / "log" / "mail.log"),
        "maillog_file_prefixes": str(where / "log"),
        "myhostname": "mx.kraken.example",
        "mydestination": "",
        "inet_interfaces": "loopback-only",
        "inet_protocols": "ipv4",
        "mynetworks": "127.0.0.0/8",
        "relay_domains": " ".join(lmtp),
        "transport_maps": f"inline:{{ {routes} }}",
        "default_transport": "error:5.1.2 There is no such domain here",
        "disable_dns_lookups": "yes",
        "smtputf8_enable": "yes",
        "message_size_limit": "52428800",
        "queue_run_delay": "1s",
        "minimal_backoff_time": "1s",
        "maximal_backoff_time": "2s",
        "transport_retry_time": "1s",
        "lmtp_connect_timeout": "5s",
        "alias_maps": "",
        "local_recipient_maps": "",
        "notify_classes": "",
        **more,
    }
    text = "".join(f"{name} = {value}\n" for name, value in main.items())
    (where / "etc" / "main.cf").write_text(text)
    services = {f"127.0.0.1:{server.port}": "inet n - n - - smtpd", **_SERVICES}
    text = "".join(f"{name} {how}\n" for name, how in services.items())
    (where / "etc" / "master.cf").write_text(text)


@dataclass
class Dovecot:
    """Mailboxes of customers: taken by LMTP, read by IMAP."""

    where: Path
    imap: int
    lmtp: int
    sasl: int  # where a Postfix asks who may send, if tokens are taken
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        command = [DOVECOT, "-F", "-c", str(self.where / "dovecot.conf")]
        self.process = process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        wait_until(lambda: answers(self.imap) or process.poll() is not None)
        assert process.poll() is None, process.communicate()[0].decode()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.communicate(timeout=20)
            self.process = None

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Away for a while, on the folder that it has."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def mailbox(self, address: str) -> Iterator[IMAPClient]:
        with IMAPClient("127.0.0.1", self.imap, ssl=False, timeout=20) as client:
            client.login(address, PASSWORD)
            client.select_folder("INBOX")
            yield client

    def mails(self, address: str) -> list[bytes]:
        """Everything in a mailbox, oldest first."""
        with self.mailbox(address) as client:
            found = client.fetch(client.search(), ["BODY.PEEK[]"])
        return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def administer(self, *words: str) -> str:
        command = [DOVEADM, "-c", str(self.where / "dovecot.conf"), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def dovecot(*addresses: str, tokeninfo: str = "") -> Iterator[Dovecot]:
    """A Dovecot with a mailbox for each address. `tokeninfo`: where it asks about tokens, with
    which people then sign in as well."""
    assert os.access(DOVECOT, os.X_OK), "Dovecot is missing: tools/system_packages"
    with folder("dovecot") as where:
        server = Dovecot(where, free_port(), free_port(), free_port())
        users = "".join(f"{address}:{{PLAIN}}{PASSWORD}::::::\n" for address in addresses)
        (where / "users").write_text(users)
        (where / "mail").mkdir()
        shutil.chown(where / "mail", "mail", "mail")
        made = _DOVECOT.format(where=where, server=server)
        if tokeninfo:
            made = _TOKENS.format(where=where, server=server) + made
            (where / "oauth2.conf").write_text(_OAUTH.format(tokeninfo=tokeninfo))
        (where / "dovecot.conf").write_text(made)
        server.start()
        try:
            yield server
        finally:
            server.stop()


_DOVECOT = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {where}/run
state_dir = {where}/state
log_path = {where}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_username_format = %Lu
first_valid_uid = 1
mail_location = maildir:~/Maildir
passdb {{
  driver = passwd-file
  args = {where}/users
}}
userdb {{
  driver = passwd-file
  args = {where}/users
  default_fields = uid=mail gid=mail home={where}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {server.imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {server.lmtp}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@customers.example
}}
"""


_TOKENS = """
auth_mechanisms = plain xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {where}/oauth2.conf
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {server.sasl}
  }}
}}
"""
_OAUTH = """
tokeninfo_url = {tokeninfo}
username_attribute = email
"""


@dataclass
class MailProcess:
    """`octant mail` on its own, over a database."""

    port: int
    database_url: str
    home: Path
    env: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        program = [sys.executable, "-m", "octant.project.cli", "mail", "--port", str(self.port)]
        env = {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "OCTANT_HOME": str(self.home),
            "OCTANT_SECRET_KEY": settings.SECRET_KEY,
            "OCTANT_DB_POOL": "8",
            "OCTANT_DEMO": "",
            **self.env,
        }
        log = (self.home / "mail-process.log").open("a")
        self.process = subprocess.Popen(
            program, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, text=True
        )
        log.close()
        wait_until(lambda: answers(self.port) or self.process.poll() is not None)  # type: ignore[union-attr]
        assert self.process.poll() is None, self.log()

    def kill(self) -> None:
        """Without a warning."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def log(self) -> str:
        return (self.home / "mail-process.log").read_text()


def database_url() -> str:
    """The address of the database that this test's rows are in."""
    given = connection.settings_dict
    user = quote(str(given["USER"]), safe="")
    if given["PASSWORD"]:
        user += ":" + quote(str(given["PASSWORD"]), safe="")
    host, port = str(given["HOST"]), str(given["PORT"] or "5432")
    if host.startswith("/"):
        return f"postgresql://{user}@/{given['NAME']}?host={quote(host, safe='')}"
    return f"postgresql://{user}@{host}:{port}/{given['NAME']}"
