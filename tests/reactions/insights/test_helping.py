"""The Help Center's report is right to the unit, held to a ledger kept beside."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from tests.core.knowledge.factories import published, translated

from octant.core.knowledge.reader import lately_reader_of, reader_of
from octant.core.knowledge.services.feedback import log_search, note_contact, note_reading
from octant.core.people.models import User
from octant.kit.clock import moved, now
from octant.kit.errors import NotAllowed
from octant.reactions.insights.helping import help_report, tomorrow

pytestmark = pytest.mark.django_db
TEXTS = (("withdrawal-delayed", "en"), ("withdrawal-delayed", "zh-hans"), ("fees", "en"))
QUERIES = (("where", "en"), ("WHERE", "en"), ("提币", "zh-hans"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_counts_what_happened(lead: User, seed: int) -> None:
    chance = random.Random(seed)
    for slug in ("withdrawal-delayed", "fees"):
        published(slug)
    translated()
    readers: dict[str, tuple[date, set[str]]] = {}
    asked: set[str] = set()
    searched: Counter[tuple[str, str]] = Counter()
    led: Counter[tuple[str, str]] = Counter()
    for days_ago in range(20, 0, -1):
        with moved(-timedelta(days=days_ago)):
            for number in range(chance.randrange(6)):
                reader = f"{days_ago}-{number}"
                seen: set[str] = set()
                words = set()
                for slug, language in chance.sample(TEXTS, chance.randrange(3)):
                    note_reading(reader=reader, slug=slug, language=language)
                    note_reading(reader=reader, slug=slug, language=language)
                    seen.add(language)
                for query, language in chance.sample(QUERIES, chance.randrange(3)):
                    log_search(reader=reader, query=query, language=language, results=0)
                    seen.add(language)
                    words.add((query, language))
                if seen:
                    readers[reader] = (now().date(), seen)
                searched.update((query.lower(), language) for query, language in words)
                if chance.random() < 0.4:
                    note_contact([reader, "a stranger"], now())
                    asked |= {reader} & readers.keys()
                    led.update((query.lower(), language) for query, language in words)
    since = tomorrow() - timedelta(days=21)
    for language in ("", "en", "zh-hans"):
        found = help_report(lead, since=since, until=tomorrow(), language=language)
        those = {who for who, (_day, seen) in readers.items() if not language or language in seen}
        assert found.total.readers == len(those)
        assert found.total.asked == len(those & asked)
        days = Counter(str(readers[who][0]) for who in those)
        assert {line.name: line.readers for line in found.lines} == days
        lines = {(x.query, x.language): (x.times, x.asked) for x in found.searches}
        assert lines == {
            key: (searched[key], number)
            for key, number in led.items()
            if not language or key[1] == language
        }
    weeks = help_report(lead, since=since, until=tomorrow(), group="week").lines
    assert sum(week.readers for week in weeks) == len(readers)
    assert all(date.fromisoformat(week.name).weekday() == 0 for week in weeks)


def test_articles_stand_by_how_many_asked_after_them(lead: User) -> None:
    for slug in ("withdrawal-delayed", "fees", "unread"):
        published(slug)
    for number in range(4):
        reader = f"r{number}"
        note_reading(reader=reader, slug="withdrawal-delayed", language="en")
        if number < 2:
            note_reading(reader=reader, slug="fees", language="en")
            note_contact([reader], now())
    found = help_report(lead, since=now().date(), until=tomorrow()).articles
    assert [(x.slug, x.readers, x.asked) for x in found] == [
        ("withdrawal-delayed", 4, 2),
        ("fees", 2, 2),
    ]


def test_who_reads_before_midnight_and_asks_after_it_is_the_same() -> None:
    request = RequestFactory().get("/", headers={"User-Agent": "Firefox"})
    today = reader_of(request)
    with moved(timedelta(days=1)):
        assert lately_reader_of(request) == (reader_of(request), today)
        assert reader_of(request) != today


def test_it_is_for_leads(agent: User) -> None:
    with pytest.raises(NotAllowed):
        help_report(agent, since=now().date(), until=tomorrow())
