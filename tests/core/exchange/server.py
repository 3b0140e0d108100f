"""An exchange on this machine that keeps the contract of docs/how-to/exchange.md, or breaks it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

KEY = "exchange-key"


class FakeExchange:
    """`accounts` by id, each with `account` and `references`; `fault` replaces every answer."""

    def __init__(self, accounts: dict[str, Any]) -> None:
        self.accounts = accounts
        self.frozen: dict[str, str] = {}
        self.questions: dict[tuple[str, str], str] = {}  # (account, key): state
        self.confirms = True
        self.seen: list[tuple[str, str, str]] = []
        self.fault: tuple[int, bytes] | None = None
        self.delay_seconds = 0.0
        self.address = ""

    def get(self, path: str, query: dict[str, list[str]]) -> Any:
        parts = [unquote(part) for part in path.split("/")[3:]]
        found = self.accounts.get(parts[0])
        if found is None:
            return None
        if parts[1:] == ["references"]:
            kinds, limit = query.get("kind", []), int(query["limit"][0])
            rows = [row for row in found["references"] if not kinds or row["kind"] in kinds]
            return {"references": rows[:limit]}
        if parts[1:2] == ["confirmations"]:
            return self.question(parts[0], parts[2])
        locked = {"status": "locked"} if parts[0] in self.frozen else {}
        return found["account"] | locked

    def question(self, account: str, key: str) -> Any:
        state = self.questions.get((account, key))
        return {"state": state, "number": "42"} if state else None


@contextmanager
def running(accounts: dict[str, Any]) -> Iterator[FakeExchange]:
    exchange = FakeExchange(accounts)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._answer(exchange.get(parts.path, parse_qs(parts.query)))

        def do_PUT(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            parts = [unquote(part) for part in urlsplit(self.path).path.split("/")[3:]]
            account = parts[0]
            if account not in exchange.accounts:
                return self._answer(None)
            if parts[1] == "confirmations":
                if exchange.confirms:
                    exchange.questions.setdefault((account, parts[2]), "pending")
                return self._answer(exchange.question(account, parts[2]))
            exchange.frozen.setdefault(account, given["reason"])
            return self._answer({})

        def _answer(self, body: Any) -> None:
            exchange.seen.append((self.command, self.path, self.headers["X-Assurance"]))
            if exchange.delay_seconds:
                time.sleep(exchange.delay_seconds)
            right = self.headers["Authorization"] == f"Bearer {KEY}"
            status = 401 if not right else 404 if body is None else 200
            status, raw = exchange.fault or (status, json.dumps(body).encode())
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests of a test are not news."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    exchange.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield exchange
    server.shutdown()
    server.server_close()
    thread.join()
