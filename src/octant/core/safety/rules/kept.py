"""The rules as each process has them: a file in the home folder, looked at once a second.

Made from the database by `services.write_rules`, at every change and by the worker's tick, so
that a change holds in all processes of a node within a second and on other nodes within 30.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from octant.core.safety.rules.pattern import FLAGS
from octant.core.safety.text.custom import Rule
from octant.core.safety.text.kinds import Action, RuleKind
from octant.core.safety.text.quick import needed
from octant.kit.followed import Followed, write_whole


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
        self._followed = Followed(file, _read, _NONE)

    def rules(self) -> Sequence[Rule]:
        """What detection runs; costs a clock reading, and a `stat` once a second."""
        return self._followed.value()[1]

    def kept(self) -> tuple[Kept, ...]:
        """The same with labels and sources."""
        return self._followed.value()[0]

    def forget(self) -> None:
        """Look at the file at the next call, whatever the clock says."""
        self._followed.forget()


_Both = tuple[tuple[Kept, ...], tuple[Rule, ...]]
_NONE: _Both = ((), ())


def _read(data: bytes) -> _Both:
    try:
        rows = json.loads(data)
    except ValueError:
        return _NONE
    kept = tuple(made(**row) for row in rows)
    return kept, tuple(each.rule for each in kept)


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
    changed = write_whole(file(), data)
    if changed:
        keeper().forget()
    return changed
