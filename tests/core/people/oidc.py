"""A small OpenID Connect issuer on this machine, for the exchange's own sign-in."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit


class Issuer:
    """Signs in whoever `claims` says; `fault` makes its next answers go wrong."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.fault: tuple[int, str] | None = None
        self.address = ""
        self.verifiers: list[str] = []

    def answer(self, path: str) -> Any:
        if path.endswith("/openid-configuration"):
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
            }
        if path == "/token":
            return {"access_token": "a", "token_type": "Bearer", "expires_in": 60}
        return self.claims


@contextmanager
def running() -> Iterator[Issuer]:
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if issuer.fault:
                self._send(issuer.fault[0], issuer.fault[1].encode())
            elif parts.path == "/authorize":
                asked = parse_qs(parts.query)
                back = urlencode({"code": "c", "state": asked["state"][0]})
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri'][0]}?{back}")
                self.end_headers()
            else:
                self._send(200, json.dumps(issuer.answer(parts.path)).encode())

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            issuer.verifiers += form.get("code_verifier", [])
            self._send(200, json.dumps(issuer.answer(self.path)).encode())

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests of a test are not news."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield issuer
    server.shutdown()
    server.server_close()
    thread.join()
