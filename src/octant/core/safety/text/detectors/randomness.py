"""Whether a value looks made by a generator rather than written by a person."""

import re

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


def is_random(value: str, *, mixed: bool = False) -> bool:
    """Sixteen characters and more, letters and digits well mixed; no words, no path.

    `mixed` asks for both cases too, as base64 has."""
    if len(value) < 16:
        return False
    if _UUID.fullmatch(value):
        return True
    digits = sum(map(str.isdigit, value))
    if digits < max(2, len(value) // 20) or len(value) - digits < len(value) // 8:
        return False
    if mixed and (value.islower() or value.isupper()):
        return False
    if len(set(value)) < min(10, len(value) // 2):
        return False
    switches = sum(a.isdigit() != b.isdigit() for a, b in zip(value, value[1:], strict=False))
    return switches >= 4 and value.count(".") < 2 and value.count("_") + value.count("-") < 6
