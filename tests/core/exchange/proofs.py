"""Proofs as tests want them."""

from octant.core.exchange.proof import Assured
from octant.core.ports.assurance import Assurance


def of(account: str, level: Assurance = Assurance.SIGNED_IN) -> Assured:
    """Sure of the owner of `account`, as far as `level` goes."""
    return Assured(account, level, subject=None)
