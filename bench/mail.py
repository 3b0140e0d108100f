"""Mail in: mails/s from LMTP to a ticket, an idle mail's way to the agents, memory of a large one.

    python -m bench.mail [--mails 300] [--idle 60]

The real `octant mail` over a durable database of its own, fed by LMTP: as one process, and as it
runs on this machine, with processes that sort beside it. In the same run the bare limit: the same
bytes sealed, on the disk and committed as one row, and nothing else.
"""

import argparse
import contextlib
import os
import random
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

from bench.tables import percentile, show
from octant.kit.database import Server

PORT = 21820
CLIENTS = 4
SIZES = 2_000, 20_000  # bytes of a mail's text
LARGE = 25_000_000
PATIENCE_SECONDS = 900
_LATIN = (
    "the withdrawal order has not arrived since yesterday please look into network fee balance "
    "confirmation account page shows error wallet address transfer deposit support"
)
WORDS = (*_LATIN.split(), "提币", "还没有", "到账", "请帮我")
Mail = tuple[str, bytes]  # who sends it, its bytes


def mails(count: int, first: int) -> list[Mail]:
    """Signed mails of as many customers, half of them with HTML, a third in Chinese words too."""
    from tests.channels.email.mails import DOMAIN, letter, signed

    made = []
    for number in range(first, first + count):
        chosen = random.Random(number)
        size, lines = chosen.randint(*SIZES) // 2, [f"Case {number} of 2026-11-20 14:05 UTC."]
        while sum(map(len, lines)) < size:
            lines.append(" ".join(chosen.choices(WORDS, k=12)) + f" OPYCDY-BK377-O{number:05}.")
        html = "".join(f"<p>{line}</p>" for line in lines) if number % 2 else ""
        sender = f"c{number}@{DOMAIN}"
        mail = letter("\n".join(lines), sender=sender, subject=f"Case {number}", html=html)
        made.append((sender, signed(mail)))
    return made


@contextlib.contextmanager
def mail_process(sorters: int | None = None) -> Iterator[psutil.Process]:
    """With so many processes that sort, or as many as it chooses."""
    program = [sys.executable, "-m", "octant.project.cli", "mail", "--port", str(PORT)]
    env = os.environ | ({} if sorters is None else {"OCTANT_MAIL_SORTERS": str(sorters)})
    child = subprocess.Popen(program, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while True:
            with contextlib.suppress(OSError), smtplib.LMTP("127.0.0.1", PORT):
                break
            assert child.poll() is None, "octant mail ended"
            assert time.monotonic() < deadline, "octant mail never answered"
            time.sleep(0.1)
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait(30)


def send(part: Sequence[Mail]) -> None:
    from tests.channels.email.mails import SUPPORT

    with smtplib.LMTP("127.0.0.1", PORT, timeout=300) as client:
        for sender, raw in part:
            client.sendmail(sender, [SUPPORT], raw)


def taken() -> int:
    from octant.channels.email.models import Arrival

    return Arrival.objects.filter(state=Arrival.State.TAKEN).count()


def warm(number: int) -> None:
    """What is read and compiled once is no cost of a mail."""
    had = taken()
    send(mails(20, 900_000 + 20 * number))
    until_taken(had + 20)


def until_taken(count: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while taken() < count:
        assert time.monotonic() < deadline, f"only {taken()} of {count} mails became messages"
        time.sleep(0.05)


def ours(process: psutil.Process, made: list[Mail]) -> dict[str, Any]:
    before, had, began = _cpu(process), taken(), time.perf_counter()
    threads = [threading.Thread(target=send, args=(made[n::CLIENTS],)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = time.perf_counter() - began
    until_taken(had + len(made))
    beside = len(process.children())
    name = f"octant, {beside} sorters beside" if beside else "octant, in one process"
    return _row(name, len(made), kept, None) | {
        "in all/s": round(len(made) / (time.perf_counter() - began), 1),
        "CPU ms a mail": round((_cpu(process) - before) / len(made) * 1000, 1),
    }


def bare(made: list[Mail]) -> dict[str, Any]:
    """Sealed, on the disk and committed, one after the other."""
    from octant.channels.email.envelope import Envelope
    from octant.channels.email.models import Arrival
    from octant.channels.email.services.keeping import keep

    before, began = time.process_time(), time.perf_counter()
    for _sender, raw in made:
        keep(raw, Envelope(via="lmtp"))
    spent, seconds = time.process_time() - before, time.perf_counter() - began
    Arrival.objects.all().delete()
    return _row("bare sealed commit", len(made), seconds, spent / len(made) * 1000)


def _row(name: str, count: int, seconds: float, cpu: float | None) -> dict[str, Any]:
    return {
        "what": name,
        "kept/s": round(count / seconds, 1),
        "in all/s": round(count / seconds, 1),
        "CPU ms a mail": round(cpu, 1) if cpu is not None else None,
    }


def _cpu(process: psutil.Process) -> float:
    """Of the process and those that sort for it."""
    times = [each.cpu_times() for each in (process, *process.children())]
    return float(sum(each.user + each.system for each in times))


def memory(process: psutil.Process) -> int:
    """Bytes of the process and those that sort for it; what they share counts once."""
    return int(sum(each.memory_full_info().pss for each in (process, *process.children())))


def idle(made: list[Mail]) -> list[float]:
    """Seconds from handing a mail over to the news that makes agents' pages fetch it."""
    import psycopg

    from octant.core.outbox.services import REALTIME

    found = []
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as ear:
        ear.execute(f"LISTEN {REALTIME}")
        for one in made:
            list(ear.notifies(timeout=0.5))  # what the last one set off
            began = time.perf_counter()
            send([one])
            for _news in ear.notifies(timeout=60, stop_after=1):
                found.append(time.perf_counter() - began)
                break
    return found


def large(process: psutil.Process) -> dict[str, Any]:
    """How far memory rises above what it was, for one mail of 25 MB."""
    from tests.channels.email.mails import DOMAIN, letter, signed

    content = random.Random(1).randbytes(int(LARGE / 1.37))
    sender = f"large@{DOMAIN}"
    files = (("evidence.bin", "application/octet-stream", content),)
    raw = signed(letter("See the file.", sender=sender, subject="Evidence", files=files))
    before, had = memory(process), taken()
    highest, done = [before], threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            highest.append(memory(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.perf_counter()
    send([(sender, raw)])
    until_taken(had + 1)
    done.set()
    watcher.join()
    return {
        "mail MB": round(len(raw) / 1e6, 1),
        "seconds": round(time.perf_counter() - began, 1),
        "memory before MB": round(before / 2**20),
        "highest above that MB": round((max(highest) - before) / 2**20),
        "aim MB": 200,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--idle", type=int, default=60)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="octant-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with Server(folder / "db", folder / "socket") as database:
            _prepare(folder, database.url)
            made = mails(2 * args.mails + args.idle, 0)
            rows = [bare(made[: args.mails])]
            with mail_process(sorters=0) as process:
                warm(0)
                rows.append(ours(process, made[: args.mails]))
            with mail_process() as process:
                warm(1)
                rows.append(ours(process, made[args.mails : -args.idle]))
                times = idle(made[-args.idle :])
                size = large(process)
    show("mail", rows)
    ratios = {row["what"]: round(row["in all/s"] / rows[0]["in all/s"], 2) for row in rows[1:]}
    show("mail, share of bare", [ratios | {"mails/s, aim": 60}])
    spread = {f"p{n} ms": round(percentile(times, n / 100) * 1000) for n in (50, 95, 99)}
    show("mail idle", [{**spread, "aim p99 ms": 250, "mails": len(times)}])
    show("mail large", [size])


def _prepare(folder: Path, url: str) -> None:
    (folder / "home").mkdir()
    os.environ |= {"DATABASE_URL": url, "OCTANT_HOME": str(folder / "home")}
    os.environ |= {"OCTANT_SECRET_KEY": "bench", "OCTANT_MAIL_ZONE": str(folder / "zone.json")}
    os.environ["DJANGO_SETTINGS_MODULE"] = "octant.project.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from tests.channels.email.mails import zone_file

    zone_file(folder)
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
