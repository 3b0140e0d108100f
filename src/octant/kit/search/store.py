"""Generations on disk: a new index is built beside the old one and swapped in by a rename."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Version:
    """Which index is current: the generation of its words, and the edition of its vectors."""

    generation: int
    edition: int


class Store:
    """The folder that holds generations, with the pointer to the current one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current.json"

    def current(self) -> Version | None:
        """Read which index is current, or None before the first rebuild."""
        try:
            return Version(**json.loads(self._pointer.read_text("utf-8")))
        except FileNotFoundError:
            return None

    def stamp(self) -> tuple[int, int]:
        """Return what changes whenever another index becomes current; a few microseconds."""
        try:
            status = os.stat(self._pointer)
        except FileNotFoundError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def words_folder(self, version: Version) -> Path:
        """Return where the words of a generation are."""
        return self.folder / f"generation-{version.generation:08d}"

    def meaning_folder(self, version: Version) -> Path:
        """Return where an edition of a generation's vectors is."""
        return self.words_folder(version) / f"vectors-{version.edition:08d}"

    def publish(self, version: Version) -> None:
        """Make a finished index the current one, and remove those before the last."""
        fresh = self.folder / "current.json.new"
        with fresh.open("w", encoding="utf-8") as file:
            json.dump({"generation": version.generation, "edition": version.edition}, file)
            file.flush()
            os.fsync(file.fileno())
        before = self.current()
        os.replace(fresh, self._pointer)
        self._sweep({version, before} if before else {version})

    def _sweep(self, kept: set[Version]) -> None:
        # Readers of what goes have their files mapped: on POSIX these stay until they are closed.
        keep = {self.words_folder(version).name for version in kept}
        for folder in self.folder.glob("generation-*"):
            if folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)
        keep = {str(self.meaning_folder(version)) for version in kept}
        for folder in self.folder.glob("generation-*/vectors-*"):
            if str(folder) not in keep:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold one of the folder's locks against other threads and processes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{name}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
