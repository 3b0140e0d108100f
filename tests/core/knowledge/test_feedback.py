"""What readers tell us, and the lists that come of it."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from tests.core.knowledge.factories import change, draft, published, translated

from octant.core.knowledge.models import Asker, Reading, Search, Translation, Vote
from octant.core.knowledge.reader import is_robot, reader_of
from octant.core.knowledge.selectors.articles import popular
from octant.core.knowledge.selectors.board import board
from octant.core.knowledge.services import feedback
from octant.core.knowledge.services.board import settle_searches, settle_votes
from octant.core.knowledge.services.popularity import recompute
from octant.core.people.models import User
from octant.kit.clock import moved, now
from octant.kit.errors import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db

SEED = "legal winner thank year wave sausage worth useful legal winner thank yellow"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def say_no(reader: str, comment: str = "", slug: str = "withdrawal-delayed") -> Vote:
    return feedback.vote(
        reader=reader,
        slug=slug,
        language="en",
        helpful=False,
        reason="unclear",
        comment=comment,
    )


def look(query: str, reader: str = "r1", results: int = 0) -> int:
    return feedback.log_search(reader=reader, query=query, language="en", results=results)


def test_a_second_vote_replaces_the_first() -> None:
    published()
    say_no("r1")
    feedback.vote(reader="r1", slug="withdrawal-delayed", language="en", helpful=True)
    assert [(v.helpful, v.reason) for v in Vote.objects.all()] == [(True, "")]


def test_comments_are_stored_without_the_secrets_in_them() -> None:
    published()
    kept = say_no("r1", f"My words are {SEED}, please help")
    assert "sausage" not in kept.comment
    assert "please help" in kept.comment


def test_searches_are_stored_without_the_secrets_in_them() -> None:
    look(SEED)
    assert "sausage" not in Search.objects.get().query


def test_a_comment_too_long_is_refused() -> None:
    published()
    with pytest.raises(DomainError) as refused:
        say_no("r1", "x" * 2001)
    assert refused.value.field == "comment"


def test_nobody_votes_on_what_nobody_sees() -> None:
    draft()
    with pytest.raises(NotFound):
        say_no("r1")


def test_reloads_count_once_a_day() -> None:
    published()
    first = feedback.note_reading(reader="r1", slug="withdrawal-delayed", language="en")
    again = feedback.note_reading(reader="r1", slug="withdrawal-delayed", language="en")
    assert (first, again, Reading.objects.count()) == (True, False, 1)


def test_the_reader_is_the_same_all_day_and_another_one_tomorrow() -> None:
    request = RequestFactory().get("/", headers={"user-agent": FIREFOX}, REMOTE_ADDR="192.0.2.7")
    other = RequestFactory().get("/", headers={"user-agent": FIREFOX}, REMOTE_ADDR="192.0.2.8")
    today = reader_of(request)
    assert today == reader_of(request)
    assert today != reader_of(other)
    assert "192.0.2.7" not in today
    with moved(timedelta(days=1)):
        assert reader_of(request) != today


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        (FIREFOX, False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("curl/8.5.0", True),
        ("", True),
        ("Mozilla/5.0 (Linux; Android 14; Cubot X) AppleWebKit/537.36 Chrome/140 Mobile", False),
    ],
)
def test_programs_that_say_so_are_robots(agent: str, robot: bool) -> None:
    request = RequestFactory().get("/", headers={"user-agent": agent})
    assert is_robot(request) is robot


def test_the_same_search_again_is_one_search() -> None:
    assert look("lost key") == look("lost key")
    assert look("lost key", reader="r2") != look("lost key")
    with moved(timedelta(hours=1)):
        look("lost key")
    assert Search.objects.count() == 3


def test_only_the_one_who_searched_can_say_what_they_opened() -> None:
    number = look("delayed", results=3)
    assert not feedback.note_click(reader="r2", search=number, slug="withdrawal-delayed")
    assert feedback.note_click(reader="r1", search=number, slug="withdrawal-delayed")
    assert Search.objects.get().clicked == "withdrawal-delayed"


def test_a_contact_marks_the_searches_of_the_day_before_it() -> None:
    look("long ago")
    with moved(timedelta(hours=30)):
        look("just now")
        look("somebody else", reader="r2")
        assert feedback.note_contact(["r1", "nobody who read"], now()) == 1
        assert feedback.note_contact(["r1"], now()) == 0
    assert list(Asker.objects.values_list("reader", flat=True)) == ["r1"]
    marked = Search.objects.exclude(contacted_at=None).values_list("query", flat=True)
    assert list(marked) == ["just now"]


def test_popular_is_what_many_read_lately() -> None:
    for slug in ("old", "new"):
        published(slug)
    with moved(timedelta(days=-28)):
        for reader in ("a", "b", "c"):
            feedback.note_reading(reader=reader, slug="old", language="en")
    for reader in ("a", "b"):
        feedback.note_reading(reader=reader, slug="new", language="en")
    recompute()
    scores = dict(Translation.objects.values_list("article__slug", "popularity"))
    assert scores["old"] == pytest.approx(0.75)  # three readers, two half-lives ago
    assert scores["new"] == pytest.approx(2.0)
    assert [link.slug for link in popular("en")] == ["new", "old"]


def test_votes_count_for_the_text_that_was_voted_on() -> None:
    published()
    feedback.vote(reader="a", slug="withdrawal-delayed", language="en", helpful=True)
    recompute()
    liked = Translation.objects.get().popularity
    change("withdrawal-delayed", "major")
    recompute()
    assert liked == pytest.approx(3.0, abs=0.01)
    assert Translation.objects.get().popularity == 0


def test_pins_come_first_and_languages_have_their_own_lists() -> None:
    published("read-a-lot")
    pinned = published("pinned")
    pinned.article.pinned = 1
    pinned.article.save()
    for reader in "abcdef":
        feedback.note_reading(reader=reader, slug="read-a-lot", language="en")
    translated("read-a-lot")
    recompute()
    assert [link.slug for link in popular("en")] == ["pinned", "read-a-lot"]
    chinese = Translation.objects.get(language="zh-hans")
    assert chinese.popularity == 0
    assert [(x.slug, x.foreign) for x in popular("zh-hans")] == [
        ("pinned", True),
        ("read-a-lot", False),
    ]


def test_the_board_shows_what_waits_and_lets_go_of_what_is_done(editor: User) -> None:
    text = published()
    say_no("r1", "Where is the button?")
    look("seed vault")
    for reader in ("a", "b"):
        look("gift card", reader=reader, results=4)
    shown = board(editor)
    assert [(row.unhelpful, row.comments) for row in shown.unhelpful] == [
        (1, ("Where is the button?",))
    ]
    assert [row.query for row in shown.no_result] == ["seed vault"]
    assert [(row.query, row.times) for row in shown.no_click] == [("gift card", 2)]
    assert [(row.slug, row.language) for row in shown.untranslated] == [
        ("withdrawal-delayed", "zh-hans")
    ]
    settle_votes(actor=editor, translation=text)
    settle_searches(actor=editor, query="seed vault", language="en")
    shown = board(editor)
    assert (shown.unhelpful, shown.no_result) == ((), ())


def test_a_new_revision_leaves_old_complaints_behind(editor: User) -> None:
    published()
    say_no("r1")
    change("withdrawal-delayed", "major")
    assert board(editor).unhelpful == ()


def test_the_board_names_overdue_and_outdated_texts(editor: User) -> None:
    text = published()
    translated()
    change("withdrawal-delayed", "major")
    text.article.review_by = now().date() - timedelta(days=1)
    text.article.save()
    shown = board(editor)
    assert [(d.language, d.why) for d in shown.outdated] == [("zh-hans", "outdated-major")]
    assert [(d.slug, d.why) for d in shown.stale] == [("withdrawal-delayed", "review-by")]


def test_the_board_is_for_editors(agent: User) -> None:
    with pytest.raises(NotAllowed):
        board(agent)
