"""Leads write, try and remove rules of the workspace's own for what is masked."""

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.core.tickets.factories import a_ticket
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.safety.models import ScreeningRule
from octant.core.safety.rules import kept
from octant.core.safety.text import screen

pytestmark = pytest.mark.django_db(transaction=True)

RULE = {
    "label_en": "KYC case", "label_zh": "认证单号", "form": "shape", "pattern": "KYC-########",
    "action": "redact", "active": "on",
}  # fmt: skip


@pytest.fixture
def leading(lead: User, sign_in: SignIn) -> Iterator[Client]:
    yield sign_in(lead)
    kept.file().unlink(missing_ok=True)
    kept.keeper().forget()


def test_a_rule_is_added_changed_and_removed(leading: Client) -> None:
    assert leading.post("/desk/screening/", {**RULE, "do": "save"}).status_code == 302
    assert "⟦" in screen("KYC-20261122").text
    row = ScreeningRule.objects.get()
    page = leading.get("/desk/screening/?lang=zh-hans").content.decode()
    assert "认证单号" in page and "KYC-########" in page and "自定义检查规则" in page
    changed = {**RULE, "pattern": "CASE-####", "do": "save"}
    assert leading.post(f"/desk/screening/{row.pk}/", changed).status_code == 302
    assert screen("KYC-20261122").text == "KYC-20261122"
    assert leading.post(f"/desk/screening/{row.pk}/remove/").status_code == 302
    assert not ScreeningRule.objects.exists()


def test_a_rule_is_tried_before_it_is_kept(leading: Client) -> None:
    a_ticket(text="my case is KYC-20261122")
    a_ticket(text="nothing of the kind")
    asked = {**RULE, "sample": "see KYC-11112222 please", "do": "try"}
    page = leading.post("/desk/screening/", asked).content.decode()
    assert "1 would be touched, 1 times in all" in page
    assert "see [sensitive information removed] please" in page
    assert not ScreeningRule.objects.exists()


def test_a_slow_pattern_comes_back_with_a_sentence(leading: Client) -> None:
    bad = {**RULE, "form": "regex", "pattern": "(a+)+b", "do": "save"}
    page = leading.post("/desk/screening/", bad).content.decode()
    assert "This could be slow" in page
    assert not ScreeningRule.objects.exists()


def test_agents_write_no_rules(desk: Client) -> None:
    assert desk.post("/desk/screening/", {**RULE, "do": "save"}).status_code == 403
