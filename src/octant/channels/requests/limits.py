"""How often, and how much."""

from octant.core.ports.workspace import workspace
from octant.core.safety.services.limiting import Limit

ANSWER_TICKET = Limit("answer:ticket", 60, 10)
NEEDS_TICKET = Limit("needs:ticket", 120, 10)
SWITCH_TICKET = Limit("switch:ticket", 12, 10)
COMMENT_CHARACTERS = 2000


def max_characters() -> int:
    return int(workspace().chat.get("max_message_characters", 8000))


def accepted_types() -> str:
    """What a file field offers, as its `accept` wants it."""
    kinds = workspace().chat.get("file_types", ["png", "jpg", "pdf"])
    return ",".join(f".{kind}" for kind in kinds)
