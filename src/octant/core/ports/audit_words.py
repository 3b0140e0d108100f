"""What each app calls the rows that it writes to the audit trail, in a module `audited` of its own.

    AREA      what these rows are about         ("Tickets")
    VERBS     {verb as stored: what was done}   ("article_published": "Published an article")
    SUBJECTS  {table as stored: what it is}     ("knowledge.article": "Article")

The verb that is stored stays as it is for ever; its words may change. An app that writes a verb
without words fails tests/core/ports/test_audit_words.py, which reads the source for verbs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Area:
    """The words of one app, in the reader's language when they are shown."""

    app: str
    name: "StrOrPromise"
    verbs: "dict[str, StrOrPromise]"
    subjects: "dict[str, StrOrPromise]"


@cache
def areas() -> tuple[Area, ...]:
    """The words of all installed apps that write audit rows, by the apps' order."""
    return tuple(_declared())


def _declared() -> Iterator[Area]:
    for config in apps.get_app_configs():
        if config.name.startswith("octant.") and module_has_submodule(config.module, "audited"):
            said = import_module(f"{config.name}.audited")
            yield Area(config.label, said.AREA, said.VERBS, getattr(said, "SUBJECTS", {}))


def verb_name(verb: str) -> str:
    """What was done, or the verb itself: an old row's, or of an app that is not installed."""
    return str(next((area.verbs[verb] for area in areas() if verb in area.verbs), verb))


def subject_name(kind: str) -> str:
    """What the thing in this table is called, or the table's own name."""
    return str(next((area.subjects[kind] for area in areas() if kind in area.subjects), kind))
