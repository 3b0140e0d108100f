"""Small programs that stand in for web, realtime and worker: `processes.py WHAT [PORT]`."""

import http.server
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from octant.project.home import Home
from octant.project.supervisor import lifeline
from octant.project.supervisor.child import Child
from octant.project.supervisor.watch import NeverReady, Supervisor


class Healthy(http.server.BaseHTTPRequestHandler):
    """Answers its health address and nothing else."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return


def serve(port: int) -> None:
    lifeline.hold()
    http.server.HTTPServer(("127.0.0.1", port), Healthy).serve_forever()


def serve_by_helper(port: int) -> None:
    """A process whose helper does the work and outlives it when it is killed."""
    helper = subprocess.Popen([sys.executable, __file__, "serve-on", str(port)])
    lifeline.hold()
    signal.signal(signal.SIGTERM, lambda *_: (helper.kill(), os._exit(0)))
    helper.wait()


def supervise(folder: str, port: int, *kinds: str) -> None:
    """A supervisor with a real database over the children named."""
    children = [
        Child(
            kind,
            [sys.executable, __file__, kind, str(port + number)],
            health=_health(kind, port + number),
        )
        for number, kind in enumerate(kinds)
    ]
    home = Home(folder)

    def describe() -> None:
        pids = {child.name: child.pid for child in children}
        home.write_state({"pid": os.getpid(), "url": "http://here", "processes": pids})

    with home.locked():
        supervisor = Supervisor(children, home.server(on_log=lambda line: None))
        supervisor.catch_signals()
        assert supervisor.database
        try:
            supervisor.database.start()
            supervisor.run(on_ready=lambda: say("ready"), on_change=describe)
        except NeverReady as error:
            say(str(error))
        finally:
            supervisor.stop()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _health(kind: str, port: int) -> str | None:
    return None if kind == "stubborn" else f"http://127.0.0.1:{port}/healthz"


def main(what: str, *rest: str) -> None:
    if what == "supervise":
        supervise(rest[0], int(rest[1]), *rest[2:])
    elif what == "serve":
        serve(int(rest[0]))
    elif what == "serve-on":
        http.server.HTTPServer(("127.0.0.1", int(rest[0])), Healthy).serve_forever()
    elif what == "serve-by-helper":
        serve_by_helper(int(rest[0]))
    elif what == "stubborn":
        lifeline.hold()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        say('{"event": "my own line", "colour": "blue"}')
        lifeline.tell_ready()
        while True:
            time.sleep(60)
    elif what == "broken":
        raise FileNotFoundError("cannot find my config")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main(*sys.argv[1:])
