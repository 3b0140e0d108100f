"""What recurs: periods are enforced, exports made, erasures carried out."""

from octant.core.privacy.services.again import erase_again
from octant.core.privacy.services.exports import make_due
from octant.core.privacy.services.retention import enforce
from octant.core.privacy.services.steps import erase_due

__all__ = ["enforce_periods", "erase_again", "erase_people", "make_exports"]


def enforce_periods() -> int:
    """One tick of the daily run; see services.retention."""
    return enforce()


def make_exports() -> int:
    """Make the archives that were asked for."""
    return make_due()


def erase_people() -> int:
    """Go on with erasures whose time has come."""
    return erase_due()
