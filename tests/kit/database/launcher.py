"""A program that owns a server until it is killed: `launcher.py FOLDER` prints the address."""

import sys
import time
from pathlib import Path

from octant.kit.database import Server

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    server = Server(folder / "db", folder / "socket")
    server.start()
    sys.stdout.write(f"{server.pid} {server.url}\n")
    sys.stdout.flush()
    while server.running:
        time.sleep(0.1)
