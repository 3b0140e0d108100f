"""What the worker does for the lane."""

from octant.core.takeover.services.cases import page_again
from octant.core.takeover.services.freezing import carry_out_due
from octant.core.takeover.services.listening import listen

__all__ = ["listen", "tend"]


def tend() -> None:
    """Freezes that are due, and pages that nobody answered."""
    carry_out_due()
    page_again()
