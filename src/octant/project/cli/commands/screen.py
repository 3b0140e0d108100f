"""`octant screen`: what screening finds in the text on standard input, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lines", action="store_true", help="every line is a text of its own")
    parser.add_argument(
        "--home", metavar="DIR", help="accepted for likeness; nothing is read there"
    )


def run(args: argparse.Namespace) -> int:
    from octant.core.safety.text import MAX_CHARS, TextTooLong, screen

    for text in _texts(args.lines):
        try:
            screened = screen(text)
        except TextTooLong:
            # As the product does: refused whole, nothing of it stored; the next line goes on.
            refused = f"The text has more than {MAX_CHARS} characters."
            print(json.dumps({"text": "", "findings": [], "refused": refused}))
            continue
        findings = [
            {"kind": str(f.kind), "start": f.start, "end": f.end, "action": str(f.action)}
            for f in screened.findings
        ]
        print(json.dumps({"text": screened.text, "findings": findings}, ensure_ascii=False))
    return 0


def _texts(by_line: bool) -> Iterator[str]:
    stream = sys.stdin.buffer  # bytes, because broken UTF-8 must be screened, not refused
    if by_line:
        for line in stream:
            yield line.decode(errors="replace").rstrip("\r\n")
    else:
        yield stream.read().decode(errors="replace")
