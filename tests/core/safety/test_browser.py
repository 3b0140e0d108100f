"""The browser's screening agrees with the server's on the shared vectors."""

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from octant.core.safety.text.browser_words import FOLDER, modules

STATIC = FOLDER.parent
VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors.json").read_text(encoding="utf-8")
)
SCREEN = """async (texts) => {
  const { screen } = await import("/screen.js");
  const results = [];
  for (const text of texts) results.push(await screen(text));
  return results;
}"""


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        return None

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output to itself."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    handler = functools.partial(_Quiet, directory=str(STATIC))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    shown = browser.new_page()
    shown.goto(f"http://127.0.0.1:{server.server_port}/")
    yield shown
    shown.close()
    server.shutdown()


def test_the_browser_masks_what_the_server_masks(page: Page) -> None:
    shared = [vector for vector in VECTORS if vector["browser"]]
    results = page.evaluate(SCREEN, [vector["text"] for vector in shared])

    wrong = [
        (vector["note"], vector["text"], result["text"])
        for vector, result in zip(shared, results, strict=True)
        if result["text"] != vector["stored"]
    ]
    assert len(shared) > 120
    assert wrong == []


def test_word_lists_stay_on_the_server_for_an_ordinary_message(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.evaluate(SCREEN, ["Hello, my withdrawal of yesterday has not arrived, please help me."])

    assert any(url.endswith("/screen.js") for url in asked)
    assert not any("/words/" in url for url in asked)


def test_the_browsers_word_lists_are_the_servers() -> None:
    for name, text in modules().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text


def test_modules_are_small_and_import_one_a_line() -> None:
    for path in STATIC.glob("*.js"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 150, path
        assert all(line.count("import") <= 1 for line in lines if line.startswith("import")), path
