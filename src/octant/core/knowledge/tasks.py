"""What the worker does for the Help Center."""

from octant.core.knowledge.index import embed_some, rebuild_if_needed
from octant.core.knowledge.services.popularity import recompute
from octant.core.knowledge.services.schedule import announce_due, expire_due, publish_due


def publish_and_expire() -> None:
    """Bring out what is due and take back what has run out."""
    publish_due()
    announce_due()
    expire_due()


def rebuild_index() -> None:
    """Search what is published now, not what was."""
    rebuild_if_needed()


def embed() -> None:
    """Give new texts their meaning, a few seconds' worth at a time."""
    embed_some()


def popularity() -> None:
    """Count readers and votes anew."""
    recompute()
