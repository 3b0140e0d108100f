"""The model that was trained on solved tickets, if there is one; read anew when it changes."""

from pathlib import Path

import structlog
from django.conf import settings

from octant.kit.learning import Guess, Model
from octant.kit.search.text import fold

log = structlog.get_logger()

# Below this a person decides: what the rules say is shown, and no ticket is moved by a guess.
SURE = 0.6
_held: tuple[str, float, Model | None] = ("", 0.0, None)


def folder() -> Path:
    """Where models lie: one file a version, and `current` with the name of the one in use."""
    return Path(settings.OCTANT_HOME) / "models" / "category"


def current() -> Model | None:
    """The model in use. A file that cannot be read counts as none, and is logged."""
    global _held
    pointer = folder() / "current"
    try:
        changed = pointer.stat().st_mtime
    except OSError:
        return None
    where, at, model = _held
    if where == str(pointer) and at == changed:
        return model
    try:
        model = Model.read(folder() / pointer.read_text("utf-8").strip())
    except (OSError, ValueError, KeyError) as fault:
        log.warning("category_model_unreadable", reason=type(fault).__name__)
        model = None
    _held = (str(pointer), changed, model)
    return model


def guess(text: str) -> Guess | None:
    """What the model thinks of a text, or nothing without a model."""
    model = current()
    return model.guess(fold(text)) if model else None
