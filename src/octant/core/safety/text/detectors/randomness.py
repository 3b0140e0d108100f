"""Whether a value looks made by a generator rather than written by a person."""

import re
from itertools import pairwise

# The setup key in the description of otpauth addresses, and so in everybody's documentation.
_SAMPLE = "JBSWY3DPEHPK3PXP"
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")

# camelCase has runs of small letters that a generator hardly makes.
_WORD = re.compile("[a-z]{5,}")


def is_random(value: str, *, mixed: bool = False) -> bool:
    """Sixteen characters and more, letters and digits well mixed; no words, no path.

    `mixed` asks for both cases too, as base64 has."""
    if len(value) < 16 or value.upper() == _SAMPLE:
        return False
    if _UUID.fullmatch(value):
        return True
    if value.count(".") >= 2 or value.count("_") + value.count("-") >= 6:
        return False
    if mixed and (value.islower() or value.isupper()):
        return False
    if len(set(value)) < min(10, len(value) // 2):
        return False
    digits = sum(map(str.isdigit, value))
    if len(value) - digits < len(value) // 8:
        return False
    # Between capitals, small letters and digits: two in three pairs of random base64
    # change, one in three of camelCase.
    classes = [3 if c.isdigit() else 2 if c.isupper() else 1 for c in value]
    changes = sum(a != b for a, b in pairwise(classes))
    mixed_case = not (value.islower() or value.isupper())
    if changes >= 0.45 * len(value):
        return True
    wordy = sum(map(len, _WORD.findall(value))) if mixed_case else 0
    if wordy > 0.21 * len(value):
        return False
    if changes >= 0.34 * len(value):
        return True
    switches = sum((a == 3) != (b == 3) for a, b in pairwise(classes))
    return switches >= 4 and digits >= max(2, len(value) // 20)
