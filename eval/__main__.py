"""`make eval DATA=folder`: run every evaluation; each says what it skips without its data."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    data = ["--data", arguments[0]] if arguments else []
    names = sorted(path.parent.name for path in HERE.glob("*/run.py"))
    failed = []
    for name in names:
        print(f"\n== {name}", flush=True)
        command = [sys.executable, "-m", f"eval.{name}.run", *data]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nDid not finish: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
