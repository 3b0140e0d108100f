"""Run one job: a file on standard input, what became of it on standard output.

Run by its path with `python -I`; imports nothing of the product. Exit status 0 with the parts,
3 if the file wants a password, 1 for everything else.
"""

import resource
import runpy
import sys
from pathlib import Path

MEMORY_BYTES = 1_500_000_000  # 50 megapixels of RGBA are 200 MB; a few copies at a time
CPU_SECONDS = 20


def limit() -> None:
    """Little memory and time, no files to write, no other processes."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (ceiling, ceiling))
        except (ValueError, OSError):  # macOS knows RLIMIT_AS but does not let it be set
            continue


def main() -> int:
    """The job's exit status; a decoder may raise anything at all, and all of it means no."""
    data = sys.stdin.buffer.read()
    limit()
    try:
        job = runpy.run_path(str(Path(__file__).with_name(f"{sys.argv[1]}.py")))
        parts = job["work"](data)
    except PermissionError:
        return 3
    except (Exception, Warning):
        return 1
    for part in parts:
        sys.stdout.buffer.write(len(part).to_bytes(4, "big") + part)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
