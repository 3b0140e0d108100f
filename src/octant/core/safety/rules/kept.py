"""The rules as each process has them: a file in the home folder, looked at once a second.

Made from the database by `services.write_rules`, at every change and by the worker's tick, so
that a change holds in all processes of a node within a second and on other nodes within 30.
"""

import json
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from octant.core.safety.rules.pattern import FLAGS
from octant.core.safety.text.custom import Rule
from octant.core.safety.text.kinds import Action, RuleKind
from octant.core.safety.text.quick import needed

LOOK_AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Kept:
    """One rule: `source` for any engine, `labels` by language."""

    kind: RuleKind
    source: str
    labels: Mapping[str, str]
    rule: Rule


def made(key: str, action: str, source: str, labels: Mapping[str, str]) -> Kept:
    """A rule ready to run."""
    kind = RuleKind(f"rule_{key}", Action(action))
    words = tuple(word.lower() for word in needed(source) or ())
    return Kept(kind, source, labels, Rule(kind, re.compile(source, FLAGS), words))


class Keeper:
    """What the file says now."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._looked = -LOOK_AGAIN_SECONDS
        self._mark: tuple[int, int, int] = (0, 0, 0)
        self._kept: tuple[Kept, ...] = ()
        self._rules: tuple[Rule, ...] = ()

    def rules(self) -> Sequence[Rule]:
        """What detection runs; costs a clock reading, and a `stat` once a second."""
        self._look()
        return self._rules

    def kept(self) -> tuple[Kept, ...]:
        """The same with labels and sources."""
        self._look()
        return self._kept

    def forget(self) -> None:
        """Look at the file at the next call, whatever the clock says."""
        self._looked = -LOOK_AGAIN_SECONDS

    def _look(self) -> None:
        at = time.monotonic()
        if at - self._looked < LOOK_AGAIN_SECONDS:
            return
        self._looked = at
        mark = _mark(self._file)
        if mark != self._mark:
            self._kept = _read(self._file)
            self._rules = tuple(kept.rule for kept in self._kept)
            self._mark = mark


def _mark(file: Path) -> tuple[int, int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_mtime_ns, found.st_size


def _read(file: Path) -> tuple[Kept, ...]:
    try:
        rows = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return ()
    return tuple(made(**row) for row in rows)


def file() -> Path:
    """Where this node keeps them."""
    return Path(settings.OCTANT_HOME) / "index" / "screening.json"


@cache
def _keeper(home: str) -> Keeper:
    return Keeper(file())


def keeper() -> Keeper:
    """The rules of this installation."""
    return _keeper(str(settings.OCTANT_HOME))  # asked with every text: making a path costs more


def label(kind: str, language: str) -> str:
    """What a rule's finding is called; empty where the rule is gone."""
    for kept in keeper().kept():
        if kept.kind == kind:
            return kept.labels.get(language) or kept.labels.get("en", "")
    return ""


def write(rows: list[dict[str, object]]) -> bool:
    """Put the rules where processes look, whole or not at all; whether anything changed."""
    data = json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()
    where = file()
    if where.exists() and where.read_bytes() == data:
        return False
    where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = where.with_name(f".{where.name}.{os.getpid()}")
    unfinished.write_bytes(data)
    unfinished.replace(where)
    keeper().forget()
    return True
