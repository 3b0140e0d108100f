"""Masks: what stands in stored text where a secret stood.

`⟦secret:password⟧` for what was redacted and `⟦held:key_or_hash⟧` for what is held.
They are the same in every language; `octant.core.safety.labels.readable` puts the
reader's words in their place when a text is shown.
"""

import re
from collections.abc import Callable

from octant.core.safety.text.kinds import Action, AnyKind

MASK = re.compile(r"⟦(secret|held):([a-z_]{1,40})⟧")


def mask_for(kind: AnyKind, action: Action) -> str:
    """The mask that replaces a finding of `kind` in the stored text."""
    return f"⟦{'held' if action is Action.HOLD else 'secret'}:{kind.value}⟧"


def replace_masks(text: str, render: Callable[[str, str], str]) -> str:
    """`text` with each mask replaced by `render(mode, kind)`; mode is `secret` or `held`."""
    if "⟦" not in text:
        return text
    return MASK.sub(lambda found: render(found[1], found[2]), text)


def blank_masks(text: str) -> str:
    """`text`, same length, with the inside of masks blank: a mask is not a context word."""
    if "⟦" not in text:
        return text
    return MASK.sub(lambda found: "⟦" + " " * (len(found[0]) - 2) + "⟧", text)
