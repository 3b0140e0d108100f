"""Leads change the points: what is kept, where it holds, what is refused, and the way back."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from octant.core.advice import kept
from octant.core.advice.answer import advise
from octant.core.advice.files import dump_advice, load_advice
from octant.core.advice.models import OwnPoints
from octant.core.advice.selectors import standing
from octant.core.advice.services.points import restore_points, save_points, write_table
from octant.core.advice.table import cell_names, cells, written
from octant.core.advice.trying import try_points
from octant.core.knowledge import generation
from octant.core.people.models import User
from octant.core.safety.models import AuditEntry
from octant.core.safety.text import screen
from octant.kit.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "how do I change my password"
MAIL_FIRST = {"complexity.simple.email": 60.0}
OURS = ("change_advice", "restore_advice")


def save(lead: User, **points: float) -> None:
    named = {name.replace("__", "."): value for name, value in points.items()}
    save_points(actor=lead, points=named, seen=standing(lead).seen)


def first(text: str = SENTENCE) -> str:
    return advise(text, language="en", live=False).ways[0].key


def test_changed_points_count_at_once_and_the_workspaces_own_come_back(lead: User) -> None:
    assert first() == "help_center"
    save(lead, complexity__simple__email=60.0)
    assert first() == "email"
    assert OwnPoints.objects.get().changes == MAIL_FIRST
    restore_points(actor=lead, seen=standing(lead).seen)
    assert first() == "help_center"
    assert standing(lead).changes == {}


def test_every_change_is_in_the_audit_trail_with_what_it_was_before(lead: User) -> None:
    save(lead, complexity__simple__email=60.0)
    save(lead, complexity__simple__email=55.0)
    save(lead, complexity__simple__email=55.0)  # nothing changes: nothing to tell
    restore_points(actor=lead, seen=standing(lead).seen)
    rows = AuditEntry.objects.filter(verb__in=OURS).order_by("pk").values_list("verb", "detail")
    assert list(rows) == [
        ("change_advice", {"points": {"complexity.simple.email": [0.0, 60.0]}}),
        ("change_advice", {"points": {"complexity.simple.email": [60.0, 55.0]}}),
        ("restore_advice", {"points": {"complexity.simple.email": [55.0, 0.0]}}),
    ]


def test_another_process_follows_the_file_and_another_node_the_tick(lead: User) -> None:
    save(lead, complexity__simple__email=60.0)
    kept._followed.cache_clear()  # as a process that starts
    assert first() == "email"
    kept.file().unlink()  # as on a node that did not see the change
    kept._followed.cache_clear()
    assert first() == "help_center"
    assert write_table() is True
    assert first() == "email"
    assert write_table() is False


def test_where_nobody_changed_anything_no_file_is_written() -> None:
    assert write_table() is False
    assert not kept.file().exists()


def test_advice_asks_no_more_of_the_database_for_it(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "LOOK_AGAIN_SECONDS", 3600)  # else a slow second asks again
    advise(SENTENCE, language="en", live=False)
    with CaptureQueriesContext(connection) as before:
        advise(SENTENCE, language="en", live=False)
    save(lead, complexity__simple__email=60.0)
    with CaptureQueriesContext(connection) as after:
        assert first() == "email"
    assert len(after) == len(before)


@pytest.mark.parametrize(
    ("points", "word"),
    [
        ({"base.social": 500, "urgency.critical.social": 400, "kind.question.social": 400},
         "Public places"),
        ({"urgency.critical.help_center": 70}, "frozen first"),
        ({"base.phone": 60}, "Free ways"),
        ({"free.phone": 0, "preference.voice.phone": 90}, "Free ways"),
        ({"urgency.high.email": 45}, "More urgency"),
        ({"urgency.high.phone": 45}, "More urgency"),
        ({"waiting.per_doubling": -1}, "Waiting"),
        ({"closed.high": 1}, "Waiting"),
    ],
)  # fmt: skip
def test_what_the_mission_asks_for_is_refused_with_a_sentence(
    lead: User, points: dict[str, float], word: str
) -> None:
    with pytest.raises(DomainError, match=word):
        save_points(actor=lead, points=points, seen="")
    assert not OwnPoints.objects.exists()
    assert not AuditEntry.objects.filter(verb__in=OURS).exists()
    tried = try_points(lead, points=points, sentence=screen(""), language="en")
    assert any(word in sentence for sentence in tried.broken)


@pytest.mark.parametrize("value", [501, -501, float("nan"), float("inf")])
def test_numbers_that_are_none_are_refused(lead: User, value: float) -> None:
    with pytest.raises((DomainError, ValueError, OverflowError)):
        save_points(actor=lead, points={"base.email": value}, seen="")
    assert not OwnPoints.objects.exists()


def test_only_leads_read_try_and_change(agent: User, lead: User) -> None:
    for deed in (
        lambda: standing(agent),
        lambda: try_points(agent, points={}, sentence=screen(""), language="en"),
        lambda: save_points(actor=agent, points=MAIL_FIRST, seen=""),
        lambda: restore_points(actor=agent, seen=""),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert not OwnPoints.objects.exists()


def test_of_two_leads_the_slower_one_is_told(lead: User) -> None:
    seen = standing(lead).seen
    save(lead, complexity__simple__email=60.0)
    with pytest.raises(Conflict):
        save_points(actor=lead, points={"base.email": 50}, seen=seen)
    with pytest.raises(Conflict):
        restore_points(actor=lead, seen=seen)
    assert OwnPoints.objects.get().changes == MAIL_FIRST


def test_changes_that_no_longer_go_with_the_file_are_said_and_not_used(lead: User) -> None:
    save(lead, complexity__simple__email=60.0)
    row = OwnPoints.objects.get()
    row.changes = {"base.phone": 400.0, "moon.email": 3.0}  # as after a change of the file
    row.save()
    assert write_table() is True
    assert first() == "help_center"
    known = standing(lead)
    assert known.changes == {"base.phone": 400.0}
    assert any("Free ways" in sentence for sentence in known.unusable)
    kept.file().write_text("no json")
    kept._followed.cache_clear()
    assert first() == "help_center"


EXPECTED = ["live_chat", "live_chat", "help_center", "email", "help_center", "help_center",
            "phone", "learn", "community", "live_chat"]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_preview_shows_a_case_for_each_rule_as_the_mission_has_it(
    lead: User, language: str
) -> None:
    tried = try_points(lead, points={}, sentence=screen(""), language=language)
    assert [case.now[0].key for case in tried.shown] == EXPECTED
    assert tried.changed == 0 and tried.broken == ()


def test_the_preview_shows_old_beside_new_and_the_leads_own_sentence(lead: User) -> None:
    tried = try_points(lead, points=MAIL_FIRST, sentence=screen(SENTENCE), language="en")
    own = tried.shown[0]
    assert (own.name, own.text) == ("Your sentence", SENTENCE)
    assert (own.now[0].key, own.then[0].key) == ("help_center", "email")
    assert {place.key: place.by for place in own.then}["email"] == 1
    assert own.changed and not OwnPoints.objects.exists()
    assert first() == "help_center"


def test_a_secret_in_the_leads_sentence_is_not_shown_again(lead: User) -> None:
    said = screen("my password is hunter2secret, how do I change it")
    shown = try_points(lead, points={}, sentence=said, language="en").shown[0].text
    assert "hunter2secret" not in shown and "[password removed]" in shown


def test_the_table_goes_into_a_folder_and_back(lead: User, tmp_path: Path) -> None:
    assert dump_advice(tmp_path) == 0 and not (tmp_path / "advice.yaml").exists()
    save(lead, complexity__simple__email=60.0, kind__slow__phone=2.5)
    assert dump_advice(tmp_path) == 2
    raw = yaml.safe_load((tmp_path / "advice.yaml").read_text())
    assert raw == {"complexity": {"simple": {"email": 60}}, "kind": {"slow": {"phone": 2.5}}}
    restore_points(actor=lead, seen=standing(lead).seen)
    assert load_advice(tmp_path) == 2
    assert first() == "email"
    # What leads change stays, while the file is as it was.
    save(lead, complexity__simple__email=50.0)
    load_advice(tmp_path)
    assert standing(lead).changes["complexity.simple.email"] == 50.0


def test_a_folder_with_a_bad_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "advice.yaml").write_text("base: {phone: 90}\n")
    with pytest.raises(DomainError, match=r"advice\.yaml: Free ways"):
        load_advice(tmp_path)
    assert not OwnPoints.objects.exists()


def test_every_number_has_a_name_and_is_written_as_it_was_read() -> None:
    raw: Any = kept.own_raw()
    assert set(cells(raw)) == set(cell_names())
    assert cells(json.loads(json.dumps(written(cells(raw))))) == cells(raw)
