"""`octant parse-mail FILE…`: how mails are read, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from octant.kit.mail.addresses import Mailbox
    from octant.kit.mail.reading import Mail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="default: one mail on stdin")
    parser.add_argument("--json", action="store_true", help="the only form there is")
    parser.add_argument(
        "--home", metavar="DIR", help="accepted for likeness; nothing is read there"
    )


def run(args: argparse.Namespace) -> int:
    from octant.kit.mail.reading import read_mail

    for raw in _mails(args.files):
        print(json.dumps(answer(read_mail(raw)), ensure_ascii=False), flush=True)
    return 0


def _mails(files: list[str]) -> Iterator[bytes]:
    if not files:
        yield sys.stdin.buffer.read()
    for name in files:
        yield sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def answer(mail: Mail) -> dict[str, object]:
    """The object for one mail; `from` and `to` are lists of {name, address}."""
    return {
        "from": _people(mail.from_),
        "to": _people(mail.to),
        "cc": _people(mail.cc),
        "reply_to": _people(mail.reply_to),
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "text": mail.text,
        "reply": mail.reply,
        "quoted": mail.quoted,
        "signature": mail.signature,
        "html": mail.html,
        "attachments": [
            {
                "name": each.name,
                "type": each.type,
                "size": each.size,
                "content_id": each.content_id,
                "inline": each.inline,
            }
            for each in mail.attachments
        ],
        "automatic": mail.auto.reason,
        "markers": sorted(mail.markers),
        "problems": list(mail.problems),
    }


def _people(mailboxes: tuple[Mailbox, ...]) -> list[dict[str, str]]:
    return [{"name": each.name, "address": each.address} for each in mailboxes]
