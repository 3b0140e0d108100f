"""What the outbound guard found, in words for the desk."""

from collections.abc import Iterable, Mapping
from typing import Any

from octant.core.safety.guard import SENTENCES, Never


def shown(asks: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(what it asks for, the sentence that does) of stored findings, in the active language."""
    known = {str(kind): kind for kind in Never}
    return [
        (str(SENTENCES[known[ask["kind"]]]), str(ask["quote"]))
        for ask in asks
        if ask["kind"] in known
    ]
