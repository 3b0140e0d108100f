"""Writing, publishing and what it does to other languages."""

from datetime import timedelta

import pytest
from tests.core.knowledge.factories import category, change, draft, published, translated

from octant.core.knowledge.models import Revision, Translation
from octant.core.knowledge.services import schedule, write
from octant.core.outbox.models import Event
from octant.core.people.models import User
from octant.core.safety.models import AuditEntry
from octant.kit.clock import moved, now
from octant.kit.errors import Conflict, DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def outdated(slug: str = "withdrawal-delayed") -> str:
    return Translation.objects.get(article__slug=slug, language="zh-hans").outdated


def test_a_draft_is_not_public_until_it_is_published() -> None:
    text = draft()
    assert text.current is None
    shown = write.publish(actor=None, translation=text)
    assert shown.current is not None
    assert shown.draft is None
    assert Event.objects.filter(name="ArticlePublished").count() == 1


def test_a_new_draft_leaves_what_readers_see_as_it_was() -> None:
    text = published()
    write.save_draft(
        actor=None, slug="withdrawal-delayed", language="en", title="Changed", body="Changed."
    )
    text.refresh_from_db()
    assert text.current is not None
    assert text.current.title == "Withdrawal delayed"


@pytest.mark.parametrize(
    ("significance", "mark"), [("typo", ""), ("minor", "minor"), ("major", "major")]
)
def test_a_change_marks_translations_by_its_significance(significance: str, mark: str) -> None:
    published()
    translated()
    change("withdrawal-delayed", significance)
    assert outdated() == mark


def test_a_small_change_after_a_large_one_does_not_hide_the_large_one() -> None:
    published()
    translated()
    change("withdrawal-delayed", "major", body="One.")
    change("withdrawal-delayed", "minor", body="Two.")
    assert outdated() == "major"


def test_translating_anew_takes_the_mark_away() -> None:
    published()
    translated()
    change("withdrawal-delayed", "major")
    translated()
    assert outdated() == ""


def test_a_translation_of_an_older_original_stays_marked() -> None:
    source = published()
    rendered = source.current_id
    translated()
    change("withdrawal-delayed", "major")
    revision = write.save_draft(
        actor=None,
        slug="withdrawal-delayed",
        language="zh-hans",
        title="提币延迟",
        body="仍是旧文。",
        based_on=rendered,
    )
    write.publish(actor=None, translation=revision.translation)
    assert outdated() == "major"


def test_a_draft_of_the_original_that_nobody_saw_marks_nothing() -> None:
    published()
    translated()
    write.save_draft(
        actor=None,
        slug="withdrawal-delayed",
        language="en",
        title="Not yet",
        body="Not yet.",
        significance="major",
    )
    assert outdated() == ""


def test_a_typo_does_not_change_the_updated_date() -> None:
    before = published().updated_at
    with moved(timedelta(days=3)):
        change("withdrawal-delayed", "typo")
    assert Translation.objects.get(language="en").updated_at == before


def test_saving_over_an_unseen_revision_is_refused_and_loses_nothing() -> None:
    text = published()
    seen = text.current.number if text.current else 0
    write.save_draft(
        actor=None, slug="withdrawal-delayed", language="en", title="First", body="1", seen=seen
    )
    with pytest.raises(Conflict) as refused:
        write.save_draft(
            actor=None,
            slug="withdrawal-delayed",
            language="en",
            title="Second",
            body="2",
            seen=seen,
        )
    assert refused.value.field == "body"
    text.refresh_from_db()
    assert text.draft is not None
    assert text.draft.title == "First"


def test_restoring_brings_an_old_text_back_as_a_draft() -> None:
    text = published()
    first = text.current
    assert first is not None
    change("withdrawal-delayed", "minor", body="Worse.")
    restored = write.restore_revision(actor=None, revision=first)
    text.refresh_from_db()
    assert restored.body == first.body
    assert text.draft == restored
    assert text.current is not None
    assert text.current.body == "Worse.\n"


def test_a_withdrawn_text_can_be_published_again() -> None:
    text = published()
    gone = write.withdraw(actor=None, translation=text)
    assert gone.current is None
    again = write.publish(actor=None, translation=gone)
    assert again.current is not None


def test_scheduled_texts_appear_when_their_time_has_come() -> None:
    text = draft()
    write.schedule(actor=None, translation=text, at=now() + timedelta(hours=1))
    assert schedule.publish_due() == 0
    with moved(timedelta(hours=2)):
        assert schedule.publish_due() == 1
        assert schedule.publish_due() == 0
    text.refresh_from_db()
    assert text.current is not None


def test_editing_a_scheduled_draft_takes_it_off_the_schedule() -> None:
    text = draft()
    write.schedule(actor=None, translation=text, at=now() + timedelta(hours=1))
    write.save_draft(
        actor=None, slug="withdrawal-delayed", language="en", title="Half done", body="Half"
    )
    with moved(timedelta(hours=2)):
        assert schedule.publish_due() == 0


def test_nothing_is_scheduled_into_the_past() -> None:
    with pytest.raises(DomainError) as refused:
        write.schedule(actor=None, translation=draft(), at=now() - timedelta(minutes=1))
    assert refused.value.field == "publish_at"


def test_expired_articles_disappear_in_all_languages() -> None:
    text = published()
    translated()
    write.expire(actor=None, article=text.article, at=now() + timedelta(days=1))
    assert schedule.expire_due() == 0
    with moved(timedelta(days=2)):
        assert schedule.expire_due() == 2
    assert not Translation.objects.filter(current__isnull=False).exists()


def test_every_write_of_staff_leaves_an_audit_row(editor: User) -> None:
    category()
    text = write.create_article(
        actor=editor,
        slug="new-one",
        category="funding/withdrawals",
        language="en",
        title="New",
        body="Text.",
    )
    write.submit_for_review(actor=editor, translation=text)
    write.publish(actor=editor, translation=text)
    write.withdraw(actor=editor, translation=text)
    verbs = AuditEntry.objects.filter(actor=editor).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "article_created",
        "review_asked",
        "article_published",
        "article_withdrawn",
    ]


def test_agents_do_not_edit(agent: User) -> None:
    with pytest.raises(NotAllowed):
        write.publish(actor=agent, translation=draft())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " \x00\n "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"summary": "x" * 501}, "summary"),
        ({"body": "x" * 200_001}, "body"),
        ({"keywords": ["x" * 81]}, "keywords"),
        ({"keywords": [f"word {n}" for n in range(31)]}, "keywords"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"slug": "a--b"}, "slug"),
        ({"category": "no/such"}, "category"),
    ],
)
def test_a_refusal_names_its_field(fields: dict[str, object], field: str) -> None:
    category()
    given = {
        "slug": "fine",
        "category": "funding/withdrawals",
        "language": "en",
        "title": "Fine",
        **fields,
    }
    with pytest.raises(DomainError) as refused:
        write.create_article(actor=None, **given)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_texts_keep_every_script_and_lose_control_characters() -> None:
    text = draft(title="提币\x00 \u202ertl 🙂", body="a\x07b\r\nc\ud800")
    assert text.draft is not None
    assert text.draft.title == "提币 \u202ertl 🙂"
    assert text.draft.body == "ab\nc\n"


def test_nothing_empty_is_published() -> None:
    with pytest.raises(DomainError):
        write.publish(actor=None, translation=draft(body=" "))


def test_an_article_that_is_not_there_cannot_be_saved() -> None:
    with pytest.raises(NotFound):
        write.save_draft(actor=None, slug="nowhere", language="en", title="X")


def test_numbers_of_revisions_follow_one_another() -> None:
    published()
    change("withdrawal-delayed", "minor")
    numbers = Revision.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]
