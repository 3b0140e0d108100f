"""What the worker does for advice."""

from octant.core.advice.services import following


def forget_askers() -> None:
    """After a day nothing follows an advice any more, and its asker need not be known."""
    following.forget_askers()
