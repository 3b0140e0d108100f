"""Mail in while everything fails: `kill -9` and a database that restarts, in the middle of
thousands of mails which a real Postfix hands over and tries again. Needs root, as Postfix does.

    python -m bench.mail_faults [--mails 5000] [--kills 10] [--restarts 4]

Fails unless each mail became one message and nothing is double.
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench.mail import _prepare, memory
from bench.tables import show
from octant.kit.database import Server

BATCH = 250  # mails of one connection to Postfix
PATIENCE_SECONDS = 3_600
ARRIVALS = "SELECT count(*) FROM email_arrival"
LEFT = f"{ARRIVALS} WHERE state = 'new'"
SAID = "SELECT text FROM tickets_message WHERE author_kind = 'customer'"


def texts(count: int) -> list[str]:
    return [f"This is case number {number:05}: the withdrawal is late." for number in range(count)]


def hand_over(postfix: Any, said: list[str]) -> None:
    from tests.channels.email.mails import DOMAIN, SUPPORT, letter, signed

    for at in range(0, len(said), BATCH):
        sender = f"c{at}@{DOMAIN}"  # of the envelope; each mail is of a customer of its own
        made = [
            signed(letter(text, sender=f"c{at + n}@{DOMAIN}", subject=text[:24]))
            for n, text in enumerate(said[at : at + BATCH])
        ]
        postfix.send(*made, sender=sender, to=[SUPPORT])


def disturb(server: Server, mail: Any, count: int, kills: int, restarts: int) -> None:
    """Kill the process and restart the database at even shares of the mails that are kept."""
    from tests.mail.servers import counted, wait_until

    kinds = ["kill"] * kills + ["restart"] * restarts
    kinds = kinds[::2] + kinds[1::2]
    for number, kind in enumerate(kinds, start=1):
        share = count * number // (len(kinds) + 1)
        wait_until(lambda share=share: counted(server.url, ARRIVALS) >= share, PATIENCE_SECONDS)  # type: ignore[misc]
        if kind == "kill":
            mail.kill()
            mail.start()
        else:
            server.stop()
            time.sleep(1)
            server.start()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--restarts", type=int, default=4)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="octant-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with Server(folder / "db", folder / "socket") as database:
            _prepare(folder, database.url)
            found = run(database, folder, args)
    show("mail faults", [found])
    assert not found["missing"] and not found["double"], "mails were lost or doubled"


def run(database: Server, folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    from tests.mail.servers import MailProcess, counted, free_port, postfix, wait_until

    said = texts(args.mails)
    port = free_port()
    with postfix(port, {}) as border:
        mail = MailProcess(port, database.url, folder / "home")
        mail.start()
        try:
            began = time.perf_counter()
            hand_over(border, said)
            disturb(database, mail, len(said), args.kills, args.restarts)
            wait_until(
                lambda: border.waiting() == 0 and counted(database.url, LEFT) == 0,
                PATIENCE_SECONDS,
            )
            seconds = time.perf_counter() - began
            assert mail.process is not None
            used = memory(psutil.Process(mail.process.pid))
        finally:
            mail.stop()
    with psycopg.connect(database.url) as connection:
        counted = Counter(text for (text,) in connection.execute(SAID))
    return {
        "mails": len(said),
        "kills": args.kills,
        "restarts": args.restarts,
        "missing": sum(not counted[text] for text in said),
        "double": sum(number - 1 for number in counted.values() if number > 1),
        "seconds": round(seconds),
        "mails/s": round(len(said) / seconds, 1),
        "memory at the end MB": round(used / 2**20),
    }


if __name__ == "__main__":
    main()
