"""Give the file store a new key. May be cut off at any time and begun again."""

from collections.abc import Iterator
from dataclasses import dataclass

from octant.core.safety import keyring, store


@dataclass(frozen=True, slots=True)
class Progress:
    """After each file: how many were sealed anew so far."""

    done: int
    key: str


def rotate(*, fresh: bool = True) -> Iterator[Progress]:
    """Add a key, then seal every file with it. An unfinished rotation is finished first and
    gets no further key; so does `fresh=False` (the operator put the key there).

    Old keys stay until `forget`: a process may be writing with one of them right now.
    """
    if fresh and not _unfinished():
        keyring.add_key()
    name = keyring.keys()[0].id.hex()
    done = 0
    for path in store.unsealed_paths():
        store.reseal(path)
        done += 1
        yield Progress(done, name)
    yield Progress(done, name)


def forget() -> int:
    """Remove keys that nothing needs; returns how many. Raises `LookupError` while a file
    needs one. Only while nothing else runs on this home."""
    if _unfinished():
        raise LookupError("files are still sealed with an old key")
    return keyring.forget_old_keys()


def _unfinished() -> bool:
    return len(keyring.keys()) > 1 and next(store.unsealed_paths(), None) is not None
