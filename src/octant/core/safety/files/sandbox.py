"""Decoders run in processes of their own, with little memory and time: they are where hostile
files strike. A job is a module in `workers/` with `work(data) -> list of bytes`.

Measured: about 0.15 s to start Python, 0.3 s with the PDF library.
"""

import subprocess
import sys
from pathlib import Path

WALL_SECONDS = 30
# By their paths, not as modules: their packages would import Django first.
_START = Path(__file__).parent / "workers" / "start.py"
_ENCRYPTED = 3


class JobFailed(Exception):
    """The job ended without a result: damaged data, or more memory or time than it may use."""


class Encrypted(JobFailed):
    """The file wants a password."""


def run(job: str, data: bytes, *, wall_seconds: float = WALL_SECONDS) -> list[bytes]:
    """What `workers/<job>.py` makes of `data`. Raises JobFailed, Encrypted. Blocking."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_START), job],
            input=data,
            capture_output=True,
            timeout=wall_seconds,
            check=False,
            close_fds=True,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        raise JobFailed(job) from None
    if done.returncode == _ENCRYPTED:
        raise Encrypted(job)
    if done.returncode != 0:
        raise JobFailed(job)
    return _parts(done.stdout)


def _parts(framed: bytes) -> list[bytes]:
    """Each part comes after its length, 4 bytes, the highest first."""
    found, at = [], 0
    while at < len(framed):
        size = int.from_bytes(framed[at : at + 4], "big")
        found.append(framed[at + 4 : at + 4 + size])
        at += 4 + size
    if at != len(framed):
        raise JobFailed("cut short")
    return found
