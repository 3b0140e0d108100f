"""How sure we are who is speaking."""

from enum import IntEnum


class Assurance(IntEnum):
    """Ordered: a higher level may do all that a lower one may."""

    ANONYMOUS = 0
    CLAIMED = 1
    VERIFIED_EMAIL = 2
    SIGNED_IN = 3
    STEPPED_UP = 4
