"""Who comes to the desk: `core.people.rooms` knows, since channels have rooms there too."""

from octant.core.people.rooms import answering, leading

__all__ = ["answering", "leading"]
