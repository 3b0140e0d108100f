"""What the socket process need not have in memory is not there: 30 MB of 109 at its start."""

import subprocess
import sys

NEEDLESS = ("numpy", "httpx", "dns", "dkim", "nacl", "flufl")
LOOK = f"""
import sys
import octant.reactions.realtime.asgi
print(*[name for name in {NEEDLESS!r} if name in sys.modules])
"""


def test_search_mail_and_the_exchange_client_are_not_loaded_for_sockets() -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, check=True, timeout=120
    )

    assert found.stdout.split() == []
