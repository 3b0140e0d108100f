"""What the chat weighs on the wire (STYLE.md): 5 kB for the button, 30 kB for the open window."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

FOLDER = Path(str(finders.find("live_chat/launcher.js"))).parent
# The embed's own files, and what comes later: screen capture, earlier chats, the first
# step for a stolen account, the rating, large files, files in messages, the code behind
# a shield, what was thought of a link, what wants something of the customer, articles for the
# first words, which way suits, what an agent will need.
ELSEWHERE = {
    "prefill.js",
    "widget.js",
    "frame.css",
    "film.js",
    "past.js",
    "ending.js",
    "urgent.js",
    "large.js",
    "cards.js",
    "proof.js",
    "links.js",
    "asked.js",
    "suggestions.js",
    "which.js",
    "needs.js",
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


def imported_at_once(start: str) -> set[str]:
    """Every file of the chat that comes along when `start` is fetched."""
    found, ahead = set(), [start]
    while ahead:
        name = ahead.pop()
        if name not in found and (FOLDER / name).exists():
            found.add(name)
            ahead += re.findall(r'^import .* from "\./(.+)";$', (FOLDER / name).read_text(), re.M)
    return found


def test_what_comes_later_does_not_come_along_with_the_window() -> None:
    scripts = {file.name for file in FOLDER.glob("*.js")} - ELSEWHERE
    assert {"chat.js", "form.js", "room.js"} <= scripts
    for name in scripts:
        assert not imported_at_once(name) & ELSEWHERE, name


def test_the_advice_weighs_little_where_it_is_asked_for() -> None:
    fresh = imported_at_once("which.js") - imported_at_once("chat.js") - imported_at_once("form.js")
    assert fresh == {"which.js", "urgent.js"}
    assert compressed([FOLDER / name for name in fresh]) < 3_500


def test_what_an_agent_will_need_weighs_little_where_it_is_shown() -> None:
    needs = Path(str(finders.find("tickets/intake.js"))).parent
    assert compressed([FOLDER / "needs.js", *needs.glob("intake*")]) < 6_500
