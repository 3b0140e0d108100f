"""Screening of text: pure Python, no Django, safe inside the realtime process."""

from octant.core.safety.text.errors import TextTooLong
from octant.core.safety.text.fingerprint import use_fingerprint_key
from octant.core.safety.text.kinds import Action, Kind
from octant.core.safety.text.known import KnownReferences
from octant.core.safety.text.masks import replace_masks
from octant.core.safety.text.screened import Finding, Screened
from octant.core.safety.text.screening import MAX_CHARS, screen, screen_together


def warm() -> None:
    """Read the word lists now (about 30 ms), not with the first message that needs them."""
    from octant.core.safety.text.words import chinese, lists

    lists()
    chinese()


__all__ = [
    "MAX_CHARS",
    "Action",
    "Finding",
    "Kind",
    "KnownReferences",
    "Screened",
    "TextTooLong",
    "replace_masks",
    "screen",
    "screen_together",
    "use_fingerprint_key",
    "warm",
]
