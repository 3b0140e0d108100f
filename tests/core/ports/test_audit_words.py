"""Every row of the audit trail has words, in both languages."""

from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation
from tests.core.ports.audit_calls import Source, Unreadable

from octant.core.ports.audit_words import areas, subject_name, verb_name

# What `tickets.lifecycle.change` is given by callers without an actor, for whom it writes no row.
NONE = ""


def declared() -> dict[str, str]:
    return {verb: area.app for area in areas() for verb in area.verbs}


def test_every_verb_that_the_source_writes_has_words() -> None:
    written = Source().verbs()
    missing = [f"{where}: {verb}" for verb, where in written.items() if verb not in declared()]
    assert len(written) > 100  # the search itself works
    assert [line for line in missing if not line.endswith(f": {NONE}")] == []


def test_no_words_are_left_of_a_verb_that_nothing_writes() -> None:
    assert sorted(set(declared()) - set(Source().verbs())) == []


def test_a_verb_has_its_words_in_one_place() -> None:
    counted = Counter(verb for area in areas() for verb in area.verbs)
    assert [verb for verb, times in counted.items() if times > 1] == []


def test_the_things_that_rows_are_about_are_tables_of_the_app_that_names_them() -> None:
    for area in areas():
        own = {model._meta.label_lower for model in apps.get_app_config(area.app).get_models()}
        assert set(area.subjects) <= own, area.app


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_words_are_told_apart_and_are_of_the_readers_language(language: str) -> None:
    with translation.override(language):
        for area in areas():
            said = [str(words) for words in area.verbs.values()]
            assert len(set(said)) == len(said), area.app
        assert (
            verb_name("article_published")
            == {
                "en": "Published an article",
                "zh-hans": "发布文章",
            }[language]
        )
        assert subject_name("tickets.ticket") == {"en": "Ticket", "zh-hans": "工单"}[language]


def test_an_old_row_is_shown_as_it_was_stored() -> None:
    assert verb_name("dance") == "dance" and subject_name("people.dancer") == "people.dancer"


def written_by(folder: Path, code: str) -> set[str]:
    (folder / "app.py").write_text(code, encoding="utf-8")
    return set(Source(root=folder).verbs())


@pytest.mark.parametrize(
    "code, verbs",
    [
        ("def f(x): audit.record(verb='one', subject=x)", {"one"}),
        ("def f(x): audit.record(verb='one' if x else 'two', subject=x)", {"one", "two"}),
        ("def f(x):\n v = 'one' if x else 'two'\n record(verb=v)", {"one", "two"}),
        ("def f(v): record(verb=v)\nf('one')\ndef g(): f(v='two')", {"one", "two"}),
        ("def f(v):\n def g(): record(verb=v)\n g()\nf('one')", {"one"}),
        (
            "K = ['a']\ndef f(v): record(verb=f'{v}_made')\nf('one')\nf('two')",
            {"one_made", "two_made"},
        ),
        ("VERBS = {1: 'one', 2: 'two'}\ndef f(x): record(verb=VERBS[x])", {"one", "two"}),
        (
            "SQL = '''INSERT INTO safety_auditentry (verb)\n"
            "SELECT CASE x WHEN 'n' THEN 'one' ELSE 'two' END FROM y'''",
            {"one", "two"},
        ),
    ],
)
def test_verbs_are_found_however_they_are_handed_on(
    tmp_path: Path, code: str, verbs: set[str]
) -> None:
    assert written_by(tmp_path, code) == verbs


@pytest.mark.parametrize(
    "code",
    [
        "def f(x): record(verb=x.verb)",
        "def f(v): record(verb=v)",
        "def f(v): record(verb=v)\ndef g(x): f(x.verb)",
        "SQL = 'INSERT INTO safety_auditentry (verb) SELECT verb FROM y'",
    ],
)
def test_a_verb_that_cannot_be_found_is_not_passed_over(tmp_path: Path, code: str) -> None:
    with pytest.raises(Unreadable):
        written_by(tmp_path, code)
