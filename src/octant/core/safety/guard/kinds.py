"""What support never asks for. The list is the exchange's own promise to its customers."""

from dataclasses import dataclass
from enum import StrEnum


class Never(StrEnum):
    """One thing that no agent, reply or article may ask a customer for."""

    PASSWORD = "password"
    USERNAME = "username"
    TWO_FACTOR_CODE = "two_factor_code"
    DEVICE_APPROVAL = "device_approval"
    SEED_WORDS = "seed_words"
    PRIVATE_KEY = "private_key"
    MASTER_KEY = "master_key"
    REMOTE_ACCESS = "remote_access"
    SECURITY_CHANGE = "security_change"
    MOVE_FUNDS = "move_funds"
    OFF_PLATFORM = "off_platform"


@dataclass(frozen=True, slots=True)
class Ask:
    """A sentence that asks for something of the list. `quote` is the sentence as written."""

    kind: Never
    quote: str
