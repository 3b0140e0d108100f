"""Announcements: drafts, plans, what readers see, and files."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from tests.core.knowledge.factories import announced, workspace

from octant.core.knowledge import generation
from octant.core.knowledge.models import Announcement, LoadedFile
from octant.core.knowledge.selectors.announcements import announcement, announcements
from octant.core.knowledge.selectors.news import editable_announcement, news_list
from octant.core.knowledge.services import write
from octant.core.knowledge.services.dump import dump_folder
from octant.core.knowledge.services.load import load_folder
from octant.core.knowledge.tasks import publish_and_expire
from octant.core.people.models import User
from octant.core.safety.models import AuditEntry
from octant.kit.clock import moved, now
from octant.kit.errors import Conflict, DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db

ENGLISH = {"title": "New network", "summary": "s", "body": "Deposits **open**."}
CHINESE = {"title": "新网络", "summary": "", "body": "充值已开放。"}
BOTH = {"en": ENGLISH, "zh-hans": CHINESE}
DAY = timedelta(days=1)


def shown(language: str = "en") -> list[str]:
    return [news.title for news in announcements(language)]


def verbs() -> list[str]:
    told = AuditEntry.objects.filter(verb__startswith="announcement_").order_by("pk")
    return list(told.values_list("verb", flat=True))


def test_from_draft_to_readers_and_back(editor: User) -> None:
    row = write.create_announcement(actor=editor, texts=BOTH, kind="product")
    assert row.slug == f"{now():%Y-%m-%d}-new-network"
    assert shown() == []
    write.publish_announcement(actor=editor, slug=row.slug)
    assert (shown(), shown("zh-hans")) == (["New network"], ["新网络"])
    write.take_back_announcement(actor=editor, slug=row.slug)
    assert shown() == []
    write.delete_announcement(actor=editor, slug=row.slug)
    assert not Announcement.objects.exists()
    assert verbs() == [
        "announcement_created",
        "announcement_published",
        "announcement_taken_back",
        "announcement_deleted",
    ]
    entries = AuditEntry.objects.filter(actor=editor)
    assert entries.count() == 4
    assert "Deposits" not in json.dumps(list(entries.values_list("detail", flat=True)))


def test_only_editors_write_and_read_drafts(agent: User) -> None:
    with pytest.raises(NotAllowed):
        write.create_announcement(actor=agent, texts=BOTH)
    announced("news")
    for work in (
        lambda: write.save_announcement(actor=agent, slug="news", texts=BOTH),
        lambda: write.publish_announcement(actor=agent, slug="news"),
        lambda: write.take_back_announcement(actor=agent, slug="news"),
        lambda: write.delete_announcement(actor=agent, slug="news"),
        lambda: news_list(agent),
        lambda: editable_announcement(agent, "news"),
    ):
        with pytest.raises(NotAllowed):
            work()
    assert shown() == ["Big news"]


def test_a_planned_one_waits_for_its_hour_and_then_has_pages_made_anew() -> None:
    announced("later", at=now() + DAY)
    assert shown() == []
    before = generation.latest()
    publish_and_expire()
    assert generation.latest() == before
    with moved(2 * DAY):
        assert shown() == ["Big news"]
        publish_and_expire()
        renewed = generation.latest()
        assert renewed > before
        publish_and_expire()
        assert generation.latest() == renewed
    assert verbs()[-1] == "announcement_published"


def test_a_plan_can_be_changed_or_given_up(editor: User) -> None:
    announced("later", at=now() + DAY)
    write.publish_announcement(actor=editor, slug="later", at=now() + 3 * DAY)
    with moved(2 * DAY):
        assert shown() == []
    write.take_back_announcement(actor=editor, slug="later")
    with moved(4 * DAY):
        assert shown() == []
        publish_and_expire()
    assert verbs()[-1] == "announcement_taken_back"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["publish", "save", "take back"])
def test_whatever_readers_notice_renews_kept_pages(step: str) -> None:
    write.create_announcement(actor=None, slug="news", texts=BOTH)
    if step != "publish":
        write.publish_announcement(actor=None, slug="news")
    before = generation.latest()
    if step == "publish":
        write.publish_announcement(actor=None, slug="news")
    elif step == "save":
        write.save_announcement(actor=None, slug="news", texts={"en": ENGLISH | {"title": "X"}})
    else:
        write.take_back_announcement(actor=None, slug="news")
    assert generation.latest() > before


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"en": {}, "zh-hans": {}}, "title_en"),
        ({"en": ENGLISH, "zh-hans": {"body": "没有标题"}}, "title_zh-hans"),
        ({"en": ENGLISH | {"title": "x" * 201}}, "title_en"),
        ({"en": ENGLISH | {"summary": "x" * 501}}, "summary_en"),
        ({"en": ENGLISH | {"body": "x" * 200_001}}, "body_en"),
        ({"en": ENGLISH | {"title": "\u0000 \ud800"}}, "title_en"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(texts: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        write.create_announcement(actor=None, texts=texts)
    assert refused.value.field == field
    assert not Announcement.objects.exists()


def test_addresses_and_kinds_are_checked() -> None:
    announced("news")
    for fields, field in (
        ({"slug": "news"}, "slug"),
        ({"slug": "No Good"}, "slug"),
        ({"kind": "gossip"}, "kind"),
    ):
        with pytest.raises(DomainError) as refused:
            write.create_announcement(actor=None, texts=BOTH, **fields)
        assert refused.value.field == field
    chinese = write.create_announcement(actor=None, texts={"zh-hans": CHINESE})
    assert chinese.slug == f"{now():%Y-%m-%d}-news"


def test_readers_never_get_half_a_text() -> None:
    empty = {"en": ENGLISH, "zh-hans": CHINESE | {"body": " \n"}}
    write.create_announcement(actor=None, slug="news", texts=empty)
    for at in (None, now() + DAY):
        with pytest.raises(DomainError) as refused:
            write.publish_announcement(actor=None, slug="news", at=at)
        assert refused.value.field == "body_zh-hans"
    announced("out")
    with pytest.raises(DomainError):
        write.save_announcement(actor=None, slug="out", texts=empty)
    assert announcement("out", "en").title == "Big news"


def test_an_hour_in_the_past_and_one_for_what_is_out_are_refused() -> None:
    write.create_announcement(actor=None, slug="news", texts=BOTH)
    with pytest.raises(DomainError, match="future"):
        write.publish_announcement(actor=None, slug="news", at=now() - DAY)
    first = write.publish_announcement(actor=None, slug="news")
    with pytest.raises(DomainError, match="Take it back first"):
        write.publish_announcement(actor=None, slug="news", at=now() + DAY)
    with moved(DAY):
        again = write.publish_announcement(actor=None, slug="news")
    assert again.published_at == first.published_at


def test_only_drafts_are_deleted() -> None:
    announced("out")
    announced("later", at=now() + DAY)
    for slug in ("out", "later"):
        with pytest.raises(DomainError, match="Take it back"):
            write.delete_announcement(actor=None, slug=slug)
    with pytest.raises(NotFound):
        write.delete_announcement(actor=None, slug="nothing")


def test_two_editors_do_not_overwrite_each_other_unawares(editor: User) -> None:
    announced("news")
    seen = editable_announcement(editor, "news").mark
    mine = {"en": ENGLISH | {"title": "Mine"}}
    write.save_announcement(actor=editor, slug="news", texts=mine, seen=seen)
    theirs = {"en": ENGLISH | {"title": "Theirs"}}
    with pytest.raises(Conflict):
        write.save_announcement(actor=editor, slug="news", texts=theirs, seen=seen)
    # The same press sent twice is one change.
    write.save_announcement(actor=editor, slug="news", texts=mine, seen=seen)
    assert shown() == ["Mine"]
    write.save_announcement(
        actor=editor, slug="news", texts=theirs, seen=editable_announcement(editor, "news").mark
    )
    assert shown() == ["Theirs"]


def test_news_without_english_is_shown_in_the_language_it_has() -> None:
    announced("only", zh_hans=CHINESE)
    assert [(n.title, n.language) for n in announcements("en")] == [("新网络", "zh-hans")]


def test_the_editors_list_has_each_in_its_place(editor: User) -> None:
    announced("out")
    announced("later", at=now() + 2 * DAY)
    announced("sooner", at=now() + DAY)
    write.create_announcement(actor=None, slug="draft", texts={"zh-hans": CHINESE})
    found = news_list(editor)
    assert [n.slug for n in found.planned] == ["sooner", "later"]
    assert [n.slug for n in found.drafts] == ["draft"]
    assert [(n.slug, n.state) for n in found.published] == [("out", "published")]
    assert found.drafts[0].title_for("en") == ("新网络", "zh-hans")
    assert not news_list(editor, page=2).published


FILES = {
    "announcements/2026-10-01-news/announcement.yaml": "published: 2026-10-01\nkind: gossip\n"
    "pinned: true\n",
    "announcements/2026-10-01-news/en.md": "---\ntitle: News\nby: Ada\n---\n\nText.\n",
    "announcements/2026-10-02-draft/announcement.yaml": "state: draft\nkind: fees\n",
    "announcements/2026-10-02-draft/en.md": "---\ntitle: Draft\nsummary: s\n---\n\nText.\n",
}


def read(folder: Path) -> dict[str, str]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {str(file.relative_to(folder)): file.read_text("utf-8") for file in files}


def test_what_editors_do_survives_files_and_loading_again(
    editor: User, tmp_path: Path, settings: LazySettings
) -> None:
    settings.OCTANT_WORKSPACE = str(tmp_path / "none")
    folder = workspace(tmp_path / "w", FILES)
    load_folder(folder)
    assert shown() == ["News"]
    changed = {"en": {"title": "Newer", "summary": "", "body": "Text."}, "zh-hans": CHINESE}
    news = "2026-10-01-news"
    write.save_announcement(actor=editor, slug=news, texts=changed, kind="gossip")
    write.publish_announcement(actor=editor, slug="2026-10-02-draft", at=now() + DAY)
    write.create_announcement(actor=editor, slug="mine", texts={"zh-hans": CHINESE}, kind="fees")
    load_folder(folder)
    assert shown() == ["Newer"]
    dump_folder(tmp_path / "one")
    Announcement.objects.all().delete()
    LoadedFile.objects.all().delete()
    load_folder(tmp_path / "one")
    dump_folder(tmp_path / "two")
    assert read(tmp_path / "one") == read(tmp_path / "two")
    kept = Announcement.objects.get(slug=news)
    assert kept.texts["en"] == {"title": "Newer", "summary": "", "by": "Ada", "body": "Text.\n"}
    assert kept.extra == {"kind": "gossip", "pinned": True}
    assert Announcement.objects.get(slug="mine").published_at is None
    with moved(2 * DAY):
        publish_and_expire()
        assert shown() == ["Draft", "Newer"]
    assert verbs()[-1] == "announcement_published"


def test_a_deleted_draft_does_not_come_back_with_its_unchanged_file(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w", FILES)
    load_folder(folder)
    write.delete_announcement(actor=None, slug="2026-10-02-draft")
    load_folder(folder)
    assert [row.slug for row in Announcement.objects.all()] == ["2026-10-01-news"]
