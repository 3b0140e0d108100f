"""Prepared replies: what leads may write, and how files and they get along."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st
from tests.core.knowledge.factories import workspace
from tests.core.tickets.factories import a_category

from octant.core.knowledge.models import LoadedFile
from octant.core.knowledge.services.files.formats import BadFile
from octant.core.people.models import User
from octant.core.safety.models import AuditEntry
from octant.core.tickets.canned import (
    PLACEHOLDERS,
    filled,
    prepared_page,
    prepared_reply,
    unknown_placeholders,
)
from octant.core.tickets.models import CannedReply
from octant.core.tickets.services.canned import add_canned, change_canned, remove_canned
from octant.core.tickets.services.canned_files import load_canned
from octant.kit.errors import Conflict, DomainError, NotAllowed, NotFound
from octant.project.loading import dump_workspace

pytestmark = pytest.mark.django_db

BOTH = {"en": "Hello {customer_name}.", "zh-hans": "{customer_name}，您好。"}


def reply(shortcut: str = "/hello", **given: Any) -> CannedReply:
    return add_canned(actor=None, shortcut=shortcut, texts=given.pop("texts", BOTH), **given)


def test_a_lead_adds_changes_and_removes_one_and_each_is_audited(lead: User) -> None:
    a_category("funding")
    made = add_canned(
        actor=lead, shortcut="Bank-Name", texts=BOTH, titles={"en": "Name"}, category="funding"
    )
    assert (made.shortcut, made.key) == ("/bank-name", "bank-name")
    change_canned(actor=lead, reply_id=made.pk, shortcut="/name", texts={"en": "Better."})
    kept = CannedReply.objects.get()
    assert kept.texts == {"en": "Better.", "zh-hans": BOTH["zh-hans"]}
    assert (kept.shortcut, kept.category) == ("/name", None)
    remove_canned(actor=lead, reply_id=made.pk)
    assert not CannedReply.objects.exists()
    entries = AuditEntry.objects.filter(actor=lead).order_by("pk")
    assert [entry.verb for entry in entries] == [
        "canned_reply_added",
        "canned_reply_changed",
        "canned_reply_removed",
    ]
    assert entries[0].detail == {
        "shortcut": "/bank-name",
        "category": "funding",
        "languages": ["en", "zh-hans"],
    }
    assert "Better" not in json.dumps([entry.detail for entry in entries])


def test_agents_and_editors_neither_change_nor_list_them(agent: User, editor: User) -> None:
    made = reply()
    for person in (agent, editor):
        works: tuple[Callable[[], object], ...] = (
            lambda person=person: add_canned(actor=person, shortcut="/x", texts=BOTH),
            lambda person=person: change_canned(
                actor=person, reply_id=made.pk, shortcut="/x", texts=BOTH
            ),
            lambda person=person: remove_canned(actor=person, reply_id=made.pk),
            lambda person=person: prepared_page(person),
            lambda person=person: prepared_reply(person, made.pk),
        )
        for work in works:
            with pytest.raises(NotAllowed):
                work()
    assert CannedReply.objects.get().shortcut == "/hello"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"shortcut": ""}, "shortcut"),
        ({"shortcut": "/two words"}, "shortcut"),
        ({"shortcut": "//x"}, "shortcut"),
        ({"shortcut": "/" + "x" * 40}, "shortcut"),
        ({"shortcut": "/HELLO"}, "shortcut"),
        ({"category": "nowhere\0"}, "category"),
        ({"texts": {"en": " ", "zh-hans": ""}}, "text_en"),
        ({"texts": {"en": "x" * 4001}}, "text_en"),
        ({"titles": {"zh-hans": "字" * 121}}, "title_zh-hans"),
        ({"texts": {"en": "Hi {name}"}}, "text_en"),
        ({"texts": {"en": "Hi", "zh-hans": "｛customer_name｝，您好"}}, "text_zh-hans"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(wrong: dict[str, Any], field: str) -> None:
    reply()
    with pytest.raises(DomainError) as refused:
        add_canned(**{"actor": None, "shortcut": "/other", "texts": BOTH, **wrong})
    assert refused.value.field == field
    assert CannedReply.objects.count() == 1


def test_the_sentence_about_a_placeholder_names_it_and_those_there_are() -> None:
    with pytest.raises(DomainError) as refused:
        reply(texts={"en": "Hi {first name}, {customer_name}, {Ticket}"})
    assert "{first name} {Ticket}" in str(refused.value)
    assert all(f"{{{name}}}" in str(refused.value) for name in PLACEHOLDERS)


def test_a_shortcut_is_not_taken_from_another_reply() -> None:
    reply("/one")
    second = reply("/two")
    with pytest.raises(Conflict) as refused:
        change_canned(actor=None, reply_id=second.pk, shortcut="/one", texts=BOTH)
    assert refused.value.field == "shortcut"
    assert set(CannedReply.objects.values_list("shortcut", flat=True)) == {"/one", "/two"}


def test_two_leads_do_not_overwrite_each_other_unawares(lead: User) -> None:
    made = reply()
    seen = prepared_reply(lead, made.pk).mark

    def change(text: str, seen: str) -> None:
        change_canned(
            actor=lead, reply_id=made.pk, shortcut="/hello", texts={"en": text}, seen=seen
        )

    change("Mine.", seen)
    with pytest.raises(Conflict):
        change("Theirs.", seen)
    change("Mine.", seen)  # the same press sent twice
    assert prepared_reply(lead, made.pk).texts["en"] == "Mine."
    change("Theirs.", prepared_reply(lead, made.pk).mark)
    assert prepared_reply(lead, made.pk).texts["en"] == "Theirs."
    with pytest.raises(NotFound):
        prepared_reply(lead, 10**19)


@given(st.text(max_size=60))
def test_a_text_without_braces_names_no_placeholder(text: str) -> None:
    plain = text.translate({ord(brace): None for brace in "{}｛｝"})
    assert unknown_placeholders(plain) == []
    known = "".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert unknown_placeholders(plain + known) == []


def test_code_in_braces_is_no_placeholder_and_stays_as_it_is() -> None:
    text = 'The answer is {"error": []} {}. {ticket}'
    assert unknown_placeholders(text) == []
    assert filled(text, {"ticket": "7K3M"}) == 'The answer is {"error": []} {}. 7K3M'


def test_the_list_is_narrowed_by_words_and_topic(lead: User) -> None:
    funding = a_category("funding")
    a_category("funding/deposits", parent=funding)
    a_category("security")
    reply("/bank", category="funding/deposits", titles={"en": "Name differs"})
    reply("/late", category="funding", texts={"zh-hans": "请稍等，提币需要时间。"})
    reply("/lock", category="security", texts={"en": "Locked."})

    def found(**asked: str) -> list[str]:
        return [each.shortcut for each in prepared_page(lead, **asked).replies]

    assert found() == ["/bank", "/late", "/lock"]
    assert found(query="BANK") == ["/bank"]
    assert found(query="differs") == ["/bank"]
    assert found(query="提币") == ["/late"]
    assert found(category="funding") == ["/bank", "/late"]
    assert found(category="funding", query="locked") == []
    assert found(query="100%") == found(query="\0'\"{") == []


FILES = {
    "canned/hello.yaml": "category: funding\nshortcut: /hello\ntitle: {en: Hello, zh-hans: 问候}\n"
    "text:\n  en: Hello {customer_name}.\n  zh-hans: 您好。\nowner: ops\n",
    "canned/late.yaml": "shortcut: /late\ntext: {en: 'Wait: please.'}\n",
}


def read(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted(folder.glob("canned/*"))}


def test_loading_again_does_not_undo_what_leads_did(tmp_path: Path) -> None:
    a_category("funding")
    folder = workspace(tmp_path / "w", FILES)
    assert load_canned(folder) == 2
    hello = CannedReply.objects.get(key="hello")
    change_canned(actor=None, reply_id=hello.pk, shortcut="/hello", texts={"en": "Mine."})
    remove_canned(actor=None, reply_id=CannedReply.objects.get(key="late").pk)
    reply("/own")
    assert load_canned(folder) == 2
    assert load_canned(workspace(tmp_path / "other", {"x.md": "x"})) == 2
    texts = dict(CannedReply.objects.values_list("key", "texts"))
    assert texts == {"hello": {"en": "Mine.", "zh-hans": "您好。"}, "own": BOTH}
    workspace(folder, {"canned/late.yaml": FILES["canned/late.yaml"] + "note: new\n"})
    assert load_canned(folder) == 3


def test_what_stands_in_the_database_is_what_is_dumped(
    tmp_path: Path, settings: LazySettings
) -> None:
    a_category("funding")
    settings.OCTANT_WORKSPACE = str(workspace(tmp_path / "w", FILES))
    load_canned(tmp_path / "w")
    remove_canned(actor=None, reply_id=CannedReply.objects.get(key="late").pk)
    reply("/own", titles={"en": "Own"})
    assert dump_workspace(tmp_path / "one")["canned"] == 2
    CannedReply.objects.all().delete()
    LoadedFile.objects.all().delete()
    load_canned(tmp_path / "one")
    dump_workspace(tmp_path / "two")
    assert read(tmp_path / "one") == read(tmp_path / "two")
    hello = CannedReply.objects.get(key="hello")
    assert hello.category is not None
    assert (hello.titles, hello.extra) == ({"en": "Hello", "zh-hans": "问候"}, {"owner": "ops"})
    assert sorted(read(tmp_path / "one")) == ["hello.yaml", "own.yaml"]


def test_files_may_exchange_shortcuts_but_not_share_one(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "w", FILES)
    load_canned(folder)
    swapped = {
        "canned/hello.yaml": "shortcut: /late\ntext: {en: Hi}\n",
        "canned/late.yaml": "shortcut: /hello\ntext: {en: Wait}\n",
    }
    load_canned(workspace(folder, swapped))
    assert dict(CannedReply.objects.values_list("key", "shortcut")) == {
        "hello": "/late",
        "late": "/hello",
    }
    workspace(folder, {"canned/third.yaml": "shortcut: /late\ntext: {en: Hi}\n"})
    with pytest.raises(BadFile, match=r"third\.yaml: the reply hello has the shortcut /late"):
        load_canned(folder)
    workspace(folder, {"canned/third.yaml": "shortcut: /third\ntext: Hi\n"})
    with pytest.raises(BadFile, match=r"third\.yaml: write text and title"):
        load_canned(folder)


def test_every_reply_of_the_demo_can_be_saved_at_the_desk_as_it_is(tmp_path: Path) -> None:
    folder = Path(__file__).parents[3] / "workspaces" / "kraken"
    assert load_canned(folder) > 30
    for row in CannedReply.objects.all():
        change_canned(
            actor=None,
            reply_id=row.pk,
            shortcut=row.shortcut,
            texts={code: text + "." for code, text in row.texts.items()},
            titles=row.titles,
        )
