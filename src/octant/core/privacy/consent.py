"""The words that people agree to before they are recorded.

Whoever changes the words changes their version too: a consent holds for the words it was given
to, and people are asked again after a change (tests/core/privacy/test_consent.py compares).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Words:
    """One kind's words; `version` is the day on which they were last changed."""

    version: str
    text: "StrOrPromise"


WORDS = {
    "screen": Words(
        "2026-11-22",
        _(
            "We record only the window or screen that you choose, without sound, for at most "
            "three minutes. You can look at the recording and remove it before you send it. "
            "Our agents see it, and it is deleted when its time is over. Close anything private "
            "first: passwords, keys and recovery words must not be in the picture."
        ),
    ),
    "call": Words(
        "2026-11-22",
        _(
            "We record this call so that agents can look up what was said. The recording is "
            "deleted when its time is over. You can go on without being recorded."
        ),
    ),
}
