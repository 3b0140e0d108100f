"""`make bench`: run every measurement in a process of its own, in the order of the README.

`make bench ARGS="chat search"` runs only those named.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ORDER = (
    *("chat", "help_center", "search", "desk", "reports", "screening", "advice", "idle", "mail"),
    *("mail_faults", "mail_memory", "weight"),
)


def main(names: list[str]) -> int:
    known = [name for name in ORDER if (HERE / f"{name}.py").exists()]
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"There is no measurement named {', '.join(unknown)}. Known: {', '.join(known)}.")
        return 2
    failed = []
    for name in names or known:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nDid not finish: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
