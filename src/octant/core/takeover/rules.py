"""Numbers of the lane, from `takeover` in workspace.yaml, each with its unit."""

from datetime import timedelta
from typing import Any

from octant.core.ports.workspace import workspace
from octant.core.safety.services.limiting import Limit

CATEGORY = "security/compromised"
SKILL = "security"

# An address may be a whole university or a phone network.
REPORT_ADDRESS = Limit("takeover:address", 30, 60)
FREEZE_CUSTOMER = Limit("takeover:freeze", 20, 15)

MAX_FREEZE_TRIES = 12  # 2, 4, 8 … seconds, at most five minutes apart: about half an hour
LONGEST_WAIT = timedelta(minutes=5)
CLAIM = timedelta(seconds=30)  # a try of a process that died is made again after this
# Later words are listened for this long after they were said, should all workers be away.
LISTEN_BACK = timedelta(hours=6)


def _number(name: str, default: int) -> int:
    own: dict[str, Any] = workspace().raw.get("takeover") or {}
    return int(own.get(name, default))


def page_again() -> timedelta:
    """How long a page waits for an answer before it is sent again."""
    return timedelta(minutes=_number("page_again_minutes", 10))


def most_pages() -> int:
    return _number("most_pages", 6)
