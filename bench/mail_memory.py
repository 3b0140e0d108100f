"""Memory of the mail process over very many mails: does it grow with them?

    python -m bench.mail_memory [--mails 50000] [--every 2500]

The real `octant mail`, fed by LMTP with signed mails of as many customers, 2 kB each. What counts
is how much it grows from its tenth part to its end; until then it fills caches that have an end.
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.mail import _prepare, mail_process, memory, send, taken, until_taken
from bench.tables import show
from octant.kit.database import Server

AT_ONCE = 250


def some(first: int, count: int) -> list[tuple[str, bytes]]:
    from tests.channels.email.mails import DOMAIN, letter, signed

    made = []
    for number in range(first, first + count):
        sender = f"c{number}@{DOMAIN}"
        line = f"Case {number}: my withdrawal of 0.5 ETH from 2026-11-20 14:05 UTC is missing. "
        mail = letter(line * 24, sender=sender, subject=f"Case {number}")
        made.append((sender, signed(mail)))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=50_000)
    parser.add_argument("--every", type=int, default=2_500)
    args = parser.parse_args()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="octant-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with Server(folder / "db", folder / "socket") as database:
            _prepare(folder, database.url)
            with mail_process() as process:
                began = time.perf_counter()
                for first in range(0, args.mails, AT_ONCE):
                    send(some(first, AT_ONCE))
                    until_taken(first + AT_ONCE)
                    if (first + AT_ONCE) % args.every == 0:
                        row = {
                            "mails": taken(),
                            "memory MB": round(memory(process) / 2**20, 1),
                            "mails/s": round(taken() / (time.perf_counter() - began), 1),
                        }
                        print(row, flush=True)
                        rows.append(row)
    show("mail memory", rows)
    early = next(row for row in rows if row["mails"] >= args.mails / 10)
    grown = rows[-1]["memory MB"] - early["memory MB"]
    more = (rows[-1]["mails"] - early["mails"]) or 1
    show(
        "mail memory growth", [{"MB": round(grown, 1), "bytes a mail": round(grown * 2**20 / more)}]
    )


if __name__ == "__main__":
    main()
