"""`octant up`: the order in which a system comes to life."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

import psutil

from octant.project.home import Home
from octant.project.supervisor import logs
from octant.project.supervisor.child import Child
from octant.project.supervisor.watch import Supervisor

PROGRAM = [sys.executable, "-m", "octant.project.cli"]
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


class StartError(Exception):
    """The system could not be started; the message says why and what to do."""


@dataclass(frozen=True)
class System:
    """What was asked for on the command line."""

    home: Home
    host: str
    port: int
    demo: bool

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the pages."""
        host = _ANYWHERE.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def env(self, database_url: str) -> dict[str, str]:
        """The environment of every process."""
        env = {
            "OCTANT_HOME": str(self.home.path),
            "DATABASE_URL": database_url,
            "OCTANT_HOST": self.host,
            "OCTANT_PORT": str(self.port),
            # One thread of arithmetic a process: two cost twice the time and help nobody.
            "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
            "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
        }
        if _ANYWHERE.get(self.host):
            env["OCTANT_URL"] = os.environ.get("OCTANT_URL") or self.url
        if self.demo:
            env["OCTANT_DEMO"] = "1"
            # Its few mails need no process more.
            env["OCTANT_MAIL_SORTERS"] = os.environ.get("OCTANT_MAIL_SORTERS", "0")
        return env

    def children(self, env: dict[str, str]) -> list[Child]:
        """The processes, in the order of their start."""
        sockets = self.url.rpartition(":")[0] + f":{self.port + 1}"
        return [
            Child("web", [*PROGRAM, "web"], env, f"{self.url}/healthz"),
            Child("realtime", [*PROGRAM, "realtime"], env, f"{sockets}/healthz"),
            Child("worker", [*PROGRAM, "worker"], env),
            Child("mail", [*PROGRAM, "mail"], env),
        ]


def run(system: System) -> None:
    """Run the system until a signal asks for its end.

    Raises HomeError, DatabaseError, StartError, NeverReady.
    """
    with system.home.locked():
        for port in range(system.port, system.port + 3):
            check_port(system.host, port)
        supervisor = Supervisor([])
        supervisor.catch_signals()
        try:
            _start(system, supervisor)
        finally:
            supervisor.stop()


def _start(system: System, supervisor: Supervisor) -> None:
    database_url = os.environ.get("DATABASE_URL")
    if not database_url:
        supervisor.database = system.home.server(lambda line: logs.merge("database", line))
        supervisor.database.start()
        database_url = supervisor.database.url
    env = system.env(database_url)
    logins = _prepare(system, supervisor, env)
    if supervisor.stopping.is_set():
        return
    supervisor.children = system.children(env)

    def describe() -> None:
        system.home.write_state(
            {
                "pid": os.getpid(),
                "create_time": psutil.Process().create_time(),
                "host": system.host,
                "port": system.port,
                "url": system.url,
                "database_url": database_url,
                "processes": {child.name: child.pid for child in supervisor.children},
            }
        )

    supervisor.run(on_ready=lambda: announce(system, logins), on_change=describe)


def _prepare(system: System, supervisor: Supervisor, env: dict[str, str]) -> list[dict[str, Any]]:
    """Bring tables up to date and load the demo, in processes that give their memory back."""
    _step(supervisor, "migrate", env)
    if not system.demo:
        return []
    answer = _step(supervisor, "load", env, "--demo")
    try:
        logins: list[dict[str, Any]] = json.loads(answer.splitlines()[-1])["logins"]
    except (IndexError, ValueError, KeyError):
        return []
    return logins


def _step(supervisor: Supervisor, name: str, env: dict[str, str], *arguments: str) -> str:
    """Run one command to its end; a signal to us ends it. Returns what it printed."""
    if supervisor.stopping.is_set():
        return ""
    process = subprocess.Popen(
        [*PROGRAM, name, *arguments],
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    reader = threading.Thread(target=logs.pump, args=(name, process.stderr), daemon=True)
    reader.start()
    printed: list[str] = []
    writer = threading.Thread(target=lambda: printed.extend(process.stdout or []), daemon=True)
    writer.start()
    while process.poll() is None:
        if supervisor.stopping.wait(0.05):
            process.terminate()
            process.wait()
    for thread in (reader, writer):
        thread.join(timeout=5)
    if process.returncode and not supervisor.stopping.is_set():
        raise StartError(f"octant {name} failed; the lines above say why.")
    return "".join(printed)


def check_port(host: str, port: int) -> None:
    """Raises StartError when somebody else listens there, or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise StartError(
                f"Port {port} needs root. Choose one above 1023 with --port."
            ) from None
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise StartError(
                f"Port {port} on {host} cannot be used ({reason}). Octant takes the port given "
                "with --port and the two after it; stop what uses it or choose another."
            ) from None


def announce(system: System, logins: list[dict[str, Any]]) -> None:
    """Say on standard output that all is well, and in a demo where to look and who to be."""
    lines = []
    if system.demo:
        lines += ["", f"  Help Center   {system.url}/en/", f"  帮助中心      {system.url}/zh-hans/"]
        lines += [f"  Desk          {system.url}/desk/"]
        lines += [f"  Mailbox       {system.url}/mailbox/", ""]
        for login in logins:
            role, email = str(login.get("role", "")), str(login.get("email", ""))
            lines.append(f"  {role:<10}  {email:<40}  {login.get('password', '')}")
        lines.append("")
    lines.append(f"ready {system.url}")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    logs.write("supervisor", "ready", url=system.url)
