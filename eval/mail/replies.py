"""Reply stripping against sets of mails with their expected new words."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from octant.kit.mail.html import html_to_text
from octant.kit.mail.replies import split_reply

CHINESE = Path(__file__).parent / "chinese_replies.txt"
OTHERS = Path(__file__).parent / "other_replies.txt"


@dataclass(frozen=True)
class Case:
    """`held` cases are not looked at while tuning."""

    name: str
    text: str
    reply: str
    held: bool = False


def chinese_cases() -> list[Case]:
    """Our own Chinese set, in its order."""
    return _cases(CHINESE)


def other_cases() -> list[Case]:
    """Our own set of other programs and languages, and of what people write; none is held out."""
    return [replace(case, held=False) for case in _cases(OTHERS)]


def _cases(path: Path) -> list[Case]:
    cases = []
    blocks = re.split(r"^=== (.+)\n", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    for number, (name, body) in enumerate(zip(blocks[::2], blocks[1::2], strict=True), start=1):
        text, _, reply = body.partition("--- reply\n")
        text = html_to_text(text) if name.endswith("[html]") else text
        name = name.removesuffix(" [html]")
        cases.append(Case(name, text, reply.strip(), held=number % 2 == 0))
    return cases


def trimmer_cases(folder: Path) -> list[Case]:
    """discourse/email_reply_trimmer: `emails` and `trimmed`."""
    return [
        Case(
            path.stem, path.read_text("utf-8"), (folder / "trimmed" / path.name).read_text("utf-8")
        )
        for path in sorted((folder / "emails").glob("*.txt"))
    ]


def is_right(case: Case, *, blanks_count: bool) -> bool:
    """Exact but for blank lines at both ends; with `blanks_count` those within count too."""
    got, wanted = split_reply(case.text).reply.strip("\n"), case.reply.strip("\n")
    if blanks_count:
        return got.rstrip() == wanted.rstrip()
    return _plain(got) == _plain(wanted)


def _plain(text: str) -> str:
    lines = (line.rstrip() for line in text.strip().split("\n"))
    return re.sub(r"\n\n+", "\n\n", "\n".join(lines))
