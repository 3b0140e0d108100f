"""Which files were loaded before, so that an unchanged file undoes no editor's work."""

import hashlib

from octant.core.knowledge.models import LoadedFile


class Loaded:
    """What stood in each file when it was last loaded. One query to begin with."""

    def __init__(self) -> None:
        self._known = dict(LoadedFile.objects.values_list("path", "digest"))

    def fresh(self, path: str, *contents: bytes) -> bool:
        """Whether the file at `path` (inside the workspace) is new or has changed."""
        return self._known.get(path[:200]) != _digest(contents)

    def keep(self, path: str, *contents: bytes) -> None:
        """Remember the file as loaded; call in the transaction that loads it."""
        LoadedFile.objects.update_or_create(path=path[:200], defaults={"digest": _digest(contents)})


def _digest(contents: tuple[bytes, ...]) -> str:
    hashed = hashlib.sha256()
    for content in contents:
        hashed.update(hashlib.sha256(content).digest())
    return hashed.hexdigest()
