"""The demonstration's editors find something to do on their board."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from octant.core.advice.models import Given
from octant.core.knowledge.models import Reading, Search, Vote
from octant.core.knowledge.selectors.articles import popular
from octant.core.knowledge.selectors.board import board
from octant.core.knowledge.services.load import load_folder
from octant.core.people.models import User
from octant.kit.clock import now
from octant.project.demo_advice import load_advice
from octant.project.demo_readers import load_readers
from octant.reactions.insights.advising import advice_report, together
from octant.reactions.insights.helping import help_report, tomorrow

FOLDER = Path(settings.OCTANT_WORKSPACE)


@pytest.mark.django_db
def test_votes_searches_and_readings_are_there_once_and_show(editor: User, lead: User) -> None:
    load_folder(FOLDER)
    data = yaml.safe_load((FOLDER / "readers.yaml").read_text("utf-8"))
    first = load_readers(data)
    assert load_readers(data) == first
    assert Vote.objects.count() == len(data["votes"]), "a vote names an article that is not there"
    assert Search.objects.count() == len(data["searches"])
    assert Reading.objects.exists()
    shown = board(editor)
    assert shown.unhelpful
    assert {row.query for row in shown.no_result} >= {"proof of reserves"}
    assert popular("zh-hans")
    help_center = help_report(lead, since=now().date() - timedelta(days=20), until=tomorrow())
    assert 0 < help_center.total.asked < help_center.total.readers
    assert help_center.searches and help_center.articles


@pytest.mark.django_db
def test_advice_is_there_once_and_shows_what_was_followed(lead: User) -> None:
    load_folder(FOLDER)
    assert load_advice() == load_advice() > 100
    rows = advice_report(lead, since=now() - timedelta(days=29), until=now())
    told = together("", rows)
    assert 0 < told.solved < told.known < told.used < told.given == Given.objects.count()
    assert len({row.first for row in rows}) > 1 and 0 < told.followed < told.used
