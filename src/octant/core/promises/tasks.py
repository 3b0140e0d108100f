"""What the worker does for promises."""

from octant.core.promises.services.waiting import close_unanswered, remind
from octant.core.promises.services.watching import notice_broken, settle_stale, warn


def tend() -> None:
    """Settle what chats marked, warn, and note what broke."""
    settle_stale()
    warn()
    notice_broken()


def tend_waiting() -> None:
    """Remind customers whose answer we wait for, and close where none came."""
    remind()
    close_unanswered()
