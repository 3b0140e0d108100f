"""What the whole demonstration weighs in memory while nobody uses it.

    python -m bench.idle

Starts `octant up --demo` in a home of its own, waits until it is ready and quiet, and adds up
the proportional set size (PSS: shared pages counted once) of all its processes; where the
system does not tell PSS, the resident size.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench.tables import show

PORT, AIM_MB, SETTLE_SECONDS = 21780, 700, 45


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="octant-bench-") as name:
        Path(name).chmod(0o711)
        octant = Path(sys.executable).with_name("octant")
        command = [str(octant), "up", "--demo", "--home", f"{name}/home", "--port", str(PORT)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as up:
            began = time.monotonic()
            assert up.stdout is not None
            for line in up.stdout:
                if line.startswith(b"ready"):
                    break
            ready = time.monotonic() - began
            time.sleep(SETTLE_SECONDS)
            rows = list(_family(psutil.Process(up.pid)))
            os.kill(up.pid, signal.SIGTERM)
            up.wait(20)
    total = sum(row["MB"] for row in rows)
    show("idle", [*rows, {"process": "all", "count": sum(r["count"] for r in rows), "MB": total}])
    show("idle summary", [{"MB": total, "aim": AIM_MB, "ready after s": round(ready, 1)}])


def _family(root: psutil.Process) -> list[dict[str, int | str]]:
    found: dict[str, list[float]] = {}
    for process in [root, *root.children(recursive=True)]:
        memory = process.memory_full_info()
        found.setdefault(_name(process), []).append(getattr(memory, "pss", memory.rss) / 2**20)
    return [{"process": k, "count": len(v), "MB": round(sum(v))} for k, v in sorted(found.items())]


def _name(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    for name in ("postgres", "granian", " web", " realtime", " worker", " mail", " up "):
        if name in words:
            return name.strip()
    return process.name()


if __name__ == "__main__":
    main()
