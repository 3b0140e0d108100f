"""How much one message may hold, whichever form it is written in; a workspace says so once."""

from octant.core.ports.workspace import workspace


def max_characters() -> int:
    return int(workspace().chat.get("max_message_characters", 8000))


def file_types() -> list[str]:
    """Endings that a file field offers; what is taken is decided by content."""
    return [str(kind) for kind in workspace().chat.get("file_types", ["png", "jpg", "pdf"])]


def accepted() -> str:
    """The same as the field's `accept` wants it."""
    return ",".join(f".{kind}" for kind in file_types())
