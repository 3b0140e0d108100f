"""Searches, readings and votes: readers are keyed hashes of one day and not known to us."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from octant.core.knowledge.models import Asker, Reading, Search, Vote
from octant.core.ports.privacy import Kind, NotExported, Removed, Rows


def _forget_comments(keys: list[Any]) -> Removed:
    return Removed(Vote.objects.filter(pk__in=keys).update(comment=""))


KINDS = (
    Kind(
        key="searches",
        name=_("Searches in the Help Center"),
        about=_("What was searched for, without who: we cannot tell which searches were yours."),
        days=180,
        least=7,
        store=Rows(rows=Search.objects.all, at="created_at"),
        batch=1000,
    ),
    Kind(
        key="readings",
        name=_("Counts of readers"),
        about=_("Which article was read on which day, without who."),
        days=400,
        least=30,
        store=Rows(rows=Reading.objects.all, at="day"),
        batch=1000,
    ),
    Kind(
        key="askers",
        name=_("Counts of readers who then asked"),
        about=_("Whether somebody who read or searched went on to ask us, without who."),
        days=400,
        least=7,
        store=Rows(rows=Asker.objects.all, at="at"),
        batch=1000,
    ),
    Kind(
        key="comments",
        name=_("Comments on articles"),
        about=_("What you wrote below an article; your yes or no stays as a count."),
        days=730,
        least=30,
        store=Rows(
            rows=lambda: Vote.objects.exclude(comment=""), at="created_at", delete=_forget_comments
        ),
        batch=500,
    ),
)

NOT_EXPORTED = (
    NotExported("knowledge.Revision", "Texts of articles; their authors are staff."),
    NotExported("knowledge.Translation", "Texts of articles."),
    NotExported("knowledge.Reading", "Counts an unknown reader under a hash worth nothing later."),
    NotExported("knowledge.Asker", "That an unknown reader asked, under a hash of that day."),
    NotExported("knowledge.Vote", "The reader is a hash that leads to nobody."),
)
