"""Form fields that take what people really paste."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Directions that a name could use to show as another (Unicode TR 36, section 2.1).
_TURNS = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f"}


class NameField(forms.CharField):
    """A line of text that people see: no control characters, no turned direction."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("max_length", 120)
        super().__init__(**more)
        self.error_messages["max_length"] = _("Use at most %(limit_value)d characters.")

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        return " ".join("".join(map(_printable, text)).split())


def _printable(letter: str) -> str:
    if letter in _TURNS:
        return ""
    return " " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter
