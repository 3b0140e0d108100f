"""A short mark of a value, to see whether it is still the one somebody had before them."""

import hashlib
import json
from typing import Any


def fingerprint(value: Any) -> str:
    """Sixteen hexadecimal digits, the same for equal JSON values whatever the order of keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
