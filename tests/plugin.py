"""One real PostgreSQL for the whole run, and a home folder of its own.

Loaded with `-p tests.plugin`, before Django's settings are read: they take the database's
address from the environment. With xdist the controller starts the server and the workers,
its children, inherit the address; each then makes a database of its own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def _start() -> None:
    from octant.kit.database import Server

    folder = Path(tempfile.mkdtemp(prefix="octant-tests-"))
    folder.chmod(0o711)  # the server's own account passes through, nobody reads
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = Server(folder / "db", folder / "socket")
    server.start()
    atexit.register(server.stop)
    os.environ["DATABASE_URL"] = server.url
    os.environ["OCTANT_HOME"] = str(folder / "home")
    os.environ["OCTANT_SECRET_KEY"] = "only for tests, and only on this machine"
    os.environ["OCTANT_DB_POOL"] = "12"


os.environ.setdefault("OCTANT_WORKSPACE", str(Path(__file__).parents[1] / "workspaces" / "kraken"))
os.environ.setdefault("OCTANT_LOG_LEVEL", "WARNING")
if "OCTANT_TESTS_STARTED" not in os.environ:
    os.environ["OCTANT_TESTS_STARTED"] = str(os.getpid())
    _start()
