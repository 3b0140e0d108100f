"""What the worker does for proofs."""

from octant.core.proof.services.asking_exchange import tend

__all__ = ["tend"]
