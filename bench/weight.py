"""What a first visit weighs on the wire, compressed: a help article, the chat's launcher, the
open chat.

    python -m bench.weight http://127.0.0.1:8000

Loads the pages in a real browser with an empty cache and adds up what came over the network,
as the browser itself counts it. Without an address it starts a demonstration of its own.
"""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from bench.tables import show

PORT = 21785
ARTICLE = "/en/article/withdrawal-delayed/"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync"]
AIMS = {"article, all in all": 60, "chat launcher": 5, "open chat": 30}


class Ledger:
    """Bytes on the wire by path, from the browser's own network events."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, int] = {}
        self._paths: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, dict[str, str]]) -> None:
        self._paths[str(event["requestId"])] = urlsplit(event["request"]["url"]).path

    def _finished(self, event: dict[str, float]) -> None:
        path = self._paths.get(str(event["requestId"]), "")
        self.bytes[path] = self.bytes.get(path, 0) + int(event["encodedDataLength"])

    def kilobytes(self, *, only: str = "", without: str = "") -> float:
        chosen = (
            size
            for path, size in self.bytes.items()
            if only in path and not (without and without in path)
        )
        return round(sum(chosen) / 1000, 1)


def measure(base: str) -> dict[str, float]:
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        ledger = Ledger(page)
        page.goto(base + ARTICLE)
        page.wait_for_load_state("networkidle")
        found = {
            "article, all in all": ledger.kilobytes(),
            "chat launcher": ledger.kilobytes(only="live_chat"),
        }
        before = ledger.kilobytes()
        page.locator("octant-chat button").first.click()
        page.locator("octant-chat textarea").wait_for()
        page.wait_for_load_state("networkidle")
        found["open chat"] = round(ledger.kilobytes() - before + found["chat launcher"], 1)
        browser.close()
    return found


@contextlib.contextmanager
def demonstration() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="octant-bench-") as name:
        Path(name).chmod(0o711)
        octant = Path(sys.executable).with_name("octant")
        command = [str(octant), "up", "--demo", "--home", f"{name}/home", "--port", str(PORT)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as up:
            assert up.stdout is not None
            for line in up.stdout:
                if line.startswith(b"ready"):
                    break
            yield f"http://127.0.0.1:{PORT}"
            up.terminate()
            up.wait(20)


def main(arguments: list[str]) -> None:
    if arguments:
        found = measure(arguments[0].rstrip("/"))
    else:
        with demonstration() as base:
            found = measure(base)
    show("weight", [{"what": k, "kB": v, "aim kB": AIMS[k]} for k, v in found.items()])


if __name__ == "__main__":
    main(sys.argv[1:])
