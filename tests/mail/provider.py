"""An identity provider on loopback: a token endpoint, and what mail servers ask about a token."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT, SECRET = "octant-at-kraken", "a secret of the app"


@dataclass
class Provider:
    """`refresh` are refresh tokens that count; `rotates`: each counts once. `refuses` is the next
    answer's body. `forms` is all that was asked."""

    user: str
    port: int = 0
    lasts: int = 3600
    rotates: bool = False
    refresh: set[str] = field(default_factory=lambda: {"the first refresh token"})
    refuses: dict[str, Any] | None = None
    forms: list[dict[str, str]] = field(default_factory=list)
    given: dict[str, float] = field(default_factory=dict)  # access token: when it ends
    path: str = ""  # of a file with the grants

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"

    @property
    def tokeninfo(self) -> str:
        return f"http://127.0.0.1:{self.port}/tokeninfo?access_token="

    def withdraw(self) -> None:
        """No token that was given counts any more."""
        self.given = dict.fromkeys(self.given, 0.0)

    def secrets(self) -> set[str]:
        """What no log may hold."""
        return {SECRET, *self.refresh, *self.given}

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.forms.append(form)
        if self.refuses is not None:
            return 400, self.refuses
        if form.get("client_id") != CLIENT and "assertion" not in form:
            return 401, {"error": "invalid_client"}
        made: dict[str, Any] = {"token_type": "Bearer", "expires_in": self.lasts}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh:
                return 400, {"error": "invalid_grant", "error_description": "Token is expired."}
            if self.rotates:
                made["refresh_token"] = "next " + secrets.token_urlsafe(16)
                self.refresh = {made["refresh_token"]}
        elif form["grant_type"] == "authorization_code":
            made["refresh_token"] = "consented " + secrets.token_urlsafe(16)
            self.refresh.add(made["refresh_token"])
        made["access_token"] = token = "at." + secrets.token_urlsafe(40)
        self.given[token] = time.time() + self.lasts
        return 200, made

    def told(self, token: str) -> tuple[int, dict[str, Any]]:
        """What a mail server hears of a token."""
        if self.given.get(token, 0) < time.time():
            return 401, {"error": "invalid_token"}
        return 200, {"email": self.user, "scope": "mail", "active": True}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[-1] for name, values in parse_qs(body).items()}
            self._say(*provider.answer(form))

        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            self._say(*provider.told(asked.get("access_token", [""])[0]))

        def _say(self, status: int, found: dict[str, Any]) -> None:
            body = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@contextmanager
def provider(user: str, folder: Path) -> Iterator[Provider]:
    """One that answers, and in `folder` a file that names it as the grant `ours`."""
    made = Provider(user)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    made.path = str(folder / "mail_oauth.toml")
    (folder / "refresh").write_text("the first refresh token\n")
    write(made, grant="refresh_token", refresh_token_file="refresh")
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def write(made: Provider, **more: str) -> None:
    """The file of grants, with this in its section."""
    section = {
        "token_url": made.url,
        "authorize_url": made.url.replace("/token", "/authorize"),
        "scope": "mail offline_access",
        "client_id": CLIENT,
        "client_secret": SECRET,
        **more,
    }
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in section.items() if value]
    path = Path(made.path)
    path.write_text("[ours]\n" + "".join(lines))
    path.chmod(0o600)
