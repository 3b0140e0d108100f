"""Public texts before the outbound guard."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.core.knowledge import factories

from octant.core.knowledge.models import Announcement, Translation
from octant.core.knowledge.services import write
from octant.core.knowledge.services.files.formats import BadFile
from octant.core.knowledge.services.load import load_folder
from octant.core.knowledge.services.schedule import publish_due
from octant.core.people.models import User
from octant.core.safety.guard import NeverAsked
from octant.core.safety.models import AuditEntry
from octant.kit import clock
from octant.kit.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db

BAD = "To verify your wallet, send us your seed phrase.\n"


def test_an_article_that_asks_is_not_published(editor: User) -> None:
    text = factories.draft(body=BAD)
    with pytest.raises(NeverAsked) as stopped:
        write.publish(actor=editor, translation=text)
    assert stopped.value.asks[0].quote == BAD.strip()
    with pytest.raises(NeverAsked):
        write.schedule(actor=editor, translation=text, at=clock.now() + timedelta(hours=1))
    assert Translation.objects.get().current is None


def test_a_lead_publishes_it_with_a_reason_and_an_editor_does_not(editor: User, lead: User) -> None:
    text = factories.draft(body=BAD)
    with pytest.raises(NotAllowed):
        write.publish(actor=editor, translation=text, guard_reason="It is a quotation.")
    with pytest.raises(DomainError):
        write.publish(actor=lead, translation=text, guard_reason="  ")
    write.publish(actor=lead, translation=text, guard_reason="It quotes a fraud.")
    assert Translation.objects.get().current is not None
    assert AuditEntry.objects.get(verb="guard_overridden").detail == {
        "kinds": ["seed_words"],
        "reason": "It quotes a fraud.",
    }


def test_what_was_let_through_stays_so_and_what_is_new_is_stopped(lead: User) -> None:
    text = factories.draft(body=BAD)
    write.publish(actor=lead, translation=text, guard_reason="It quotes a fraud.")
    factories.change("withdrawal-delayed", "minor", body=f"Careful.\n\n{BAD}")
    with pytest.raises(NeverAsked):
        factories.change("withdrawal-delayed", "minor", body=f"{BAD}\nSend us your password.\n")


def test_a_text_changed_after_it_was_scheduled_goes_back_to_its_editors(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = factories.draft()
    at = clock.now() + timedelta(hours=1)
    write.schedule(actor=editor, translation=text, at=at)
    draft = Translation.objects.get().draft
    assert draft is not None
    type(draft).objects.filter(pk=draft.pk).update(body=BAD)
    Translation.objects.update(publish_at=clock.now() - timedelta(seconds=1))
    assert publish_due() == 0
    kept = Translation.objects.get()
    assert (kept.state, kept.publish_at, kept.current) == ("draft", None, None)


def test_files_are_held_to_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "articles" / "verify"
    folder.mkdir(parents=True)
    (folder / "article.yaml").write_text("category: general\n")
    file = folder / "en.md"
    file.write_text(f"---\ntitle: Verify\n---\n{BAD}")
    with pytest.raises(BadFile) as stopped:
        load_folder(tmp_path)
    assert "verify, en" in str(stopped.value) and BAD.strip() in str(stopped.value)
    file.write_text(f"---\ntitle: Verify\nasks_allowed: ['{BAD.strip()}']\n---\n{BAD}")
    load_folder(tmp_path)
    assert Translation.objects.get().current is not None


def test_news_does_not_ask_either(editor: User) -> None:
    texts = {"zh-hans": {"title": "验证", "summary": "", "body": "请提供您的助记词。"}}
    write.create_announcement(actor=editor, slug="news", texts=texts)
    with pytest.raises(NeverAsked):
        write.publish_announcement(actor=editor, slug="news")
    assert Announcement.objects.get().published_at is None
