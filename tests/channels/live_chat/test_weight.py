"""What the chat weighs on the wire (STYLE.md): 5 kB for the button, 30 kB for the open window."""

import gzip
from pathlib import Path

from django.contrib.staticfiles import finders

FOLDER = Path(str(finders.find("live_chat/launcher.js"))).parent
# The embed's own files, and what comes later: screen capture, earlier chats, the first
# step for a stolen account, the rating, large files, files in messages, the code behind
# a shield, what was thought of a link, what wants something of the customer.
ELSEWHERE = {
    "prefill.js",
    "widget.js",
    "frame.css",
    "capture.js",
    "film.js",
    "past.js",
    "ending.js",
    "urgent.js",
    "large.js",
    "cards.js",
    "proof.js",
    "links.js",
    "asked.js",
}


def compressed(files: list[Path]) -> int:
    """Bytes over the wire: each file is compressed on its own."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_the_button_weighs_at_most_5_kb() -> None:
    assert compressed([FOLDER / "launcher.js", FOLDER / "launcher.css"]) < 5_000


def test_the_open_window_weighs_at_most_30_kb() -> None:
    files = [f for f in FOLDER.iterdir() if f.name not in ELSEWHERE]
    shared = Path(str(finders.find("ui/conversation.css")))
    assert compressed([*files, shared]) < 30_000
