"""A workspace's own rules: what may be written, what they do, and where they hold."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from PIL import Image
from tests.core.safety.files import metadata, samples
from tests.core.safety.pictures import drawing

from octant.core.safety import pictures
from octant.core.safety.files.checks import Limits
from octant.core.safety.files.errors import FileRefused
from octant.core.safety.files.intake import take_in
from octant.core.safety.labels import readable
from octant.core.safety.models import AuditEntry, ScreeningRule
from octant.core.safety.rules import kept
from octant.core.safety.rules.files import dump_rules, load_rules
from octant.core.safety.rules.pattern import source_of
from octant.core.safety.rules.services import (
    dry_run,
    preview,
    remove_rule,
    save_rule,
    write_rules,
)
from octant.core.safety.text import Action, screen
from octant.kit.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_rules_afterwards(transactional_db: None) -> Iterator[None]:
    yield
    kept.file().unlink(missing_ok=True)
    kept.keeper().forget()


def made(**given: object) -> ScreeningRule:
    rule = {"form": "shape", "pattern": "KYC-########", "action": "redact", "active": True}
    labels = {"en": "verification case", "zh-hans": "认证单号"}
    return save_rule(actor=None, **{"labels": labels, **rule, **given})


def test_a_shape_is_masked_from_the_next_message_on_and_named_in_both_languages() -> None:
    made()
    stored = screen("my case is kyc-20261122, thanks").text
    assert stored == "my case is ⟦secret:rule_verification_case⟧, thanks"
    with translation.override("en"):
        assert readable(stored) == "my case is [verification case removed], thanks"
    with translation.override("zh-hans"):
        assert "认证单号" in readable(stored)


def test_rules_reach_text_in_full_width_letters_and_keep_its_positions() -> None:
    made()
    found = screen("编号ＫＹＣ－20261122。").findings
    assert [(f.start, f.end) for f in found] == [(2, 14)]


@pytest.mark.parametrize(("action", "left"), [("hold", "⟦held:rule_"), ("warn", "KYC-20261122")])
def test_a_rule_may_hide_or_warn_instead(action: str, left: str) -> None:
    made(action=action)
    result = screen("see KYC-20261122")
    assert left in result.text
    assert [f.action for f in result.findings] == [Action(action)]


def test_exact_words_hold_as_whole_words_only() -> None:
    made(form="literal", pattern="Project Kite")
    assert "⟦" in screen("about project kite, please").text
    assert "⟦" not in screen("about project kites").text


def test_a_rule_that_is_switched_off_or_removed_does_nothing() -> None:
    row = made()
    save_rule(
        actor=None, rule=row, labels=row.labels, form=row.form, pattern=row.pattern,
        action=row.action, active=False,
    )  # fmt: skip
    assert screen("KYC-20261122").text == "KYC-20261122"
    other = made(labels={"en": "other"})
    remove_rule(actor=None, rule_id=other.pk)
    assert screen("KYC-20261122").text == "KYC-20261122"


def test_what_a_removed_rule_masked_stays_readable() -> None:
    with translation.override("en"):
        assert readable("⟦secret:rule_gone⟧") == "[sensitive information removed]"


def test_every_change_is_in_the_audit_trail() -> None:
    remove_rule(actor=None, rule_id=made().pk)
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add_screening_rule", "remove_screening_rule"]


@pytest.mark.parametrize(
    ("form", "pattern", "because"),
    [
        ("regex", "(a+)+b", "slow"),
        ("regex", "a*b*c*dddd", "slow"),
        ("regex", "a{1,20}b{1,20}c{1,20}", "slow"),
        ("regex", "(?:a|aa|aaa|b){1,90}cccc", "slow"),
        ("regex", r"(\d{4})\1", "cannot be used"),
        ("regex", "(?<=x)abcd", "question mark"),
        ("regex", "(?i)abcd", "question mark"),
        ("regex", "[abcd", "not a regular expression"),
        ("regex", "a?", "too much"),
        ("regex", ".", "too much"),
        ("shape", "##", "too much"),
        ("shape", "*-*", "once"),
        ("literal", "   ", "at most 300"),
    ],
)
def test_a_pattern_that_could_be_slow_or_greedy_is_refused(
    form: str, pattern: str, because: str
) -> None:
    with translation.override("en"), pytest.raises(DomainError) as refused:
        source_of(form, pattern)
    assert because in str(refused.value)
    assert refused.value.field == "pattern"


@pytest.mark.parametrize(
    "pattern", [r"\bEMP-\d{6}\b", "(?:AB|CD)-[0-9]{4,8}", "合同[0-9]{8}", "x{4,40}y?"]
)
def test_bounded_regular_expressions_are_accepted(pattern: str) -> None:
    assert source_of("regex", pattern) == pattern


def test_a_name_is_needed_and_taken_once() -> None:
    made()
    for labels in ({"en": ""}, {"en": "认证"}, {"en": "Verification case"}):
        with pytest.raises(DomainError):
            made(labels=labels)


def test_a_rule_is_tried_on_a_text_and_counted_over_others() -> None:
    rule = {"form": "shape", "pattern": "KYC-########"}
    shown, found = preview(**rule, action="redact", text="a KYC-11112222 b ＫＹＣ-33334444")
    assert (shown, found) == ("a ⟦secret:rule_preview⟧ b ⟦secret:rule_preview⟧", 2)
    texts = ["nothing", "KYC-11112222", "KYC-11112222 and KYC-33334444"]
    assert dry_run(**rule, texts=texts) == {"looked": 3, "touched": 2, "found": 3}
    assert screen("KYC-11112222").text == "KYC-11112222"


def test_rules_survive_a_dump_and_a_load(tmp_path: Path) -> None:
    made()
    before = ScreeningRule.objects.values("key", "labels", "form", "pattern", "action", "active")
    expected = list(before)
    assert dump_rules(tmp_path) == 1
    ScreeningRule.objects.all().delete()
    assert load_rules(tmp_path) == 1
    assert list(before.all()) == expected
    assert "⟦" in screen("KYC-20261122").text


def test_a_loaded_rule_that_a_lead_changed_stays_changed(tmp_path: Path) -> None:
    made()
    dump_rules(tmp_path)
    load_rules(tmp_path)
    ScreeningRule.objects.update(action="warn")
    load_rules(tmp_path)
    assert ScreeningRule.objects.get().action == "warn"


def test_a_folder_with_a_bad_pattern_is_refused(tmp_path: Path) -> None:
    (tmp_path / "screening.yaml").write_text(
        "rules: [{key: slow, label: {en: slow}, form: regex, pattern: '(a+)+b'}]"
    )
    with pytest.raises(DomainError):
        load_rules(tmp_path)


def test_another_node_gets_its_file_from_the_database() -> None:
    made()
    kept.file().unlink()
    kept.keeper().forget()
    assert screen("KYC-20261122").text == "KYC-20261122"
    assert write_rules()
    assert "⟦" in screen("KYC-20261122").text


def test_browsers_get_the_rules_without_their_names(client: Client) -> None:
    made()
    answer = json.loads(client.get("/screening/rules.json").content)
    [rule] = answer["rules"]
    assert rule["kind"] == "rule_verification_case"
    assert rule["action"] == "redact"
    assert set(rule) == {"kind", "action", "source"}


def taken_in(name: str, data: bytes) -> bytes:
    found = take_in(name, lambda: [data], len(data), limits=Limits())
    return b"".join(found.content)


@pytest.mark.parametrize("action", ["redact", "hold"])
def test_rules_hold_in_tables_and_texts(action: str) -> None:
    made(action=action)
    table = taken_in("a.csv", b"case,note\r\nKYC-20261122,mine\r\n")
    assert table == b'"case","note"\r\n"[removed: verification case]","mine"\r\n'
    assert taken_in("a.txt", b"see KYC-20261122") == b"see [removed: verification case]"


def test_a_rule_that_warns_leaves_files_as_they_are() -> None:
    made(action="warn")
    assert taken_in("a.txt", b"see KYC-20261122") == b"see KYC-20261122"
    assert taken_in("a.pdf", samples.pdf("see KYC-20261122")).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("language", "named"), [("en", "verification case"), ("zh-hans", "认证单号")]
)
def test_a_document_in_which_a_rule_finds_something_is_refused(language: str, named: str) -> None:
    made()
    with translation.override(language), pytest.raises(FileRefused, match=named) as refusal:
        taken_in("a.pdf", samples.pdf("see KYC-20261122"))
    assert refusal.value.code == "file_secret"
    with pytest.raises(FileRefused):
        taken_in("a.pdf", metadata.pdf_that_shows("a bookmark", "KYC-20261122"))


def test_a_rule_is_painted_over_in_a_picture_under_its_own_name() -> None:
    made()
    lines = ["Your verification", "Case KYC-20261122 is open", "Thank you for waiting"]
    data = drawing.saved(drawing.screenshot(lines))
    found = pictures.read(data)
    assert found.kinds == ["rule_verification_case"]
    painted = pictures.paint(data, found.masks)
    assert not pictures.read(painted.data).masks
    with Image.open(io.BytesIO(painted.data)) as after, Image.open(io.BytesIO(data)) as before:
        first = (0, 0, before.width, 80)
        assert after.crop(first).tobytes() == before.convert("RGB").crop(first).tobytes()


def test_without_the_rule_the_picture_stays() -> None:
    data = drawing.saved(drawing.screenshot(["Case KYC-20261122 is open"]))
    assert not pictures.read(data).masks
