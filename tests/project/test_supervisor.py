"""A supervisor over real processes and a real database: starts, restarts, stops, leaves nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psutil
import psycopg
import pytest

from octant.kit.database import running_url
from octant.project.home import Home
from octant.project.supervisor.up import StartError, System, run

PROGRAM = Path(__file__).with_name("processes.py")


def test_the_system_is_four_processes_on_three_ports(home: Home, port: int) -> None:
    system = System(home, "127.0.0.1", port, demo=False)
    found = {child.name: child.health for child in system.children({})}
    assert found == {
        "web": f"http://127.0.0.1:{port}/healthz",
        "realtime": f"http://127.0.0.1:{port + 1}/healthz",
        "worker": None,
        "mail": None,
    }
    for taken in range(port, port + 3):
        with socket.socket() as other:
            other.bind(("127.0.0.1", taken))
            with pytest.raises(StartError, match=f"Port {taken} on 127.0.0.1"):
                run(system)


def test_it_says_ready_when_all_are_well_and_stops_all_of_it_in_time(home: Home, port: int) -> None:
    with supervised(home, port, "serve", "serve") as supervisor:
        assert answers(port)
        assert answers(port + 1)
        everything = family(supervisor)
        asked = time.monotonic()
        supervisor.terminate()
        assert supervisor.wait(timeout=15) == 0
        assert time.monotonic() - asked < 10
    assert all(gone(process) for process in everything)
    assert home.state() == {}


def test_a_process_that_ignores_the_request_to_stop_is_ended_in_time(home: Home, port: int) -> None:
    with supervised(home, port, "stubborn") as supervisor:
        everything = family(supervisor)
        asked = time.monotonic()
        supervisor.send_signal(signal.SIGINT)
        supervisor.wait(timeout=15)
        assert time.monotonic() - asked < 10
    assert all(gone(process) for process in everything)


def test_a_killed_process_comes_back(home: Home, port: int) -> None:
    with supervised(home, port, "serve"):
        first = home.state()["processes"]["serve"]
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: home.state()["processes"]["serve"] not in (None, first))
        wait_until(lambda: answers(port))


def test_a_helper_that_a_killed_process_left_on_its_port_is_ended(home: Home, port: int) -> None:
    with supervised(home, port, "serve-by-helper"):
        first = psutil.Process(home.state()["processes"]["serve-by-helper"])
        helper = first.children()[0]
        first.kill()
        wait_until(lambda: gone(helper))
        wait_until(lambda: answers(port))


def test_a_killed_database_comes_back_with_its_data(home: Home, port: int) -> None:
    with supervised(home, port, "serve") as supervisor:
        url = running_url(home.data_dir)
        assert url
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        database = next(
            p for p in psutil.Process(supervisor.pid).children() if "postgres" in p.name()
        )
        database.kill()
        wait_until(lambda: reads(home, "SELECT number FROM kept") == (7,))
        assert answers(port)


def test_nothing_lives_on_after_the_supervisor_was_killed(home: Home, port: int) -> None:
    with supervised(home, port, "serve", "stubborn") as supervisor:
        everything = family(supervisor)
        supervisor.kill()
        supervisor.wait()
        wait_until(lambda: all(gone(process) for process in everything))
    with supervised(home, port, "serve"):
        assert answers(port)


def test_a_process_that_never_becomes_well_ends_the_start_with_a_sentence(
    home: Home, port: int
) -> None:
    supervisor = start(home, port, "broken")
    try:
        printed, logged = supervisor.communicate(timeout=90)
    finally:
        supervisor.terminate()
    assert "The process broken died 5 times before it was ready" in printed
    events = [json.loads(line)["event"] for line in logged.splitlines()]
    tracebacks = [event for event in events if event.startswith("Traceback")]
    assert tracebacks
    assert all(event.endswith("cannot find my config") for event in tracebacks)


def test_the_log_is_one_stream_of_json_lines_with_the_process_first(home: Home, port: int) -> None:
    with supervised(home, port, "stubborn", "serve") as supervisor:
        supervisor.terminate()
        _, logged = supervisor.communicate(timeout=15)
    lines = [json.loads(line) for line in logged.splitlines()]
    assert all(next(iter(line)) == "process" for line in lines)
    assert {"process": "stubborn", "event": "my own line", "colour": "blue"} in lines


def start(home: Home, port: int, *kinds: str) -> subprocess.Popen[str]:
    command = [sys.executable, PROGRAM, "supervise", str(home.path), str(port), *kinds]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def supervised(home: Home, port: int, *kinds: str) -> Iterator[subprocess.Popen[str]]:
    """A supervisor that has said ready; ended afterwards if the test did not end it."""
    supervisor = start(home, port, *kinds)
    try:
        assert supervisor.stdout
        assert supervisor.stdout.readline() == "ready\n"
        yield supervisor
    finally:
        if supervisor.poll() is None:
            supervisor.terminate()
            supervisor.communicate(timeout=20)


def family(supervisor: subprocess.Popen[str]) -> list[psutil.Process]:
    """All processes below the supervisor, the database's among them."""
    found = psutil.Process(supervisor.pid).children(recursive=True)
    assert any("postgres" in process.name() for process in found)
    return found


def gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def reads(home: Home, query: str) -> Any:
    url = running_url(home.data_dir)
    if not url:
        return None
    try:
        with psycopg.connect(url) as connection:
            return connection.execute(query).fetchone()  # type: ignore[arg-type]
    except psycopg.OperationalError:
        return None


def wait_until(condition: Callable[[], bool], timeout_seconds: float = 30) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition never became true"
        time.sleep(0.05)
