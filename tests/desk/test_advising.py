"""Leads change at the desk which channel is advised, and see first what that would mean."""

import re

import pytest
from django.test import Client
from tests.desk.conftest import SignIn

from octant.core.advice.models import OwnPoints
from octant.core.advice.table import cell_names
from octant.core.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/desk/advice/"


@pytest.fixture
def leading(lead: User, sign_in: SignIn) -> Client:
    return sign_in(lead)


def body(client: Client, **query: str) -> str:
    return client.get(PAGE, query).content.decode()


def seen(client: Client) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', body(client))
    return found[1] if found else ""


def test_the_page_shows_every_number_and_what_is_advised_now(leading: Client) -> None:
    shown = body(leading)
    assert all(f'name="{name}"' in shown for name in cell_names())
    assert "What is advised now" in shown and "someone got into my account" in shown
    assert "Back to the workspace" not in shown
    chinese = body(leading, lang="zh-hans")
    assert "渠道推荐" in chinese and "有人登录了我的账户" in chinese


def test_points_are_tried_saved_and_taken_back(leading: Client) -> None:
    asked = {
        "complexity.simple.email": "60",
        "sentence": "how do I change my password",
        "do": "try",
    }
    tried = leading.post(PAGE, asked).content.decode()
    assert "how do I change my password" in tried and "would be advised otherwise" in tried
    assert "(higher)" in tried and not OwnPoints.objects.exists()
    assert leading.post(PAGE, {**asked, "do": "save", "seen": ""}).status_code == 302
    shown = body(leading)
    assert "1 number differs" in shown and "own: 0)" in shown
    version = seen(leading)
    assert leading.post(f"{PAGE}restore/", {"seen": version}).status_code == 302
    assert OwnPoints.objects.get().changes == {}


def test_what_must_hold_is_refused_with_a_sentence_and_nothing_is_saved(leading: Client) -> None:
    for verb in ("try", "save"):
        answer = leading.post(PAGE, {"base.phone": "70", "do": verb})
        assert "Free ways stand before paid ones" in answer.content.decode()
        assert answer.status_code == (400 if verb == "save" else 200)
    assert not OwnPoints.objects.exists()


@pytest.mark.parametrize("value", ["many", "501", "nan", "-inf", "<b>", "1e999"])
def test_what_is_no_number_comes_back_with_the_name_of_its_place(
    leading: Client, value: str
) -> None:
    answer = leading.post(PAGE, {"urgency.high.phone": value, "do": "save"})
    assert answer.status_code == 400
    assert "Urgent: Phone" in answer.content.decode() and "<b>" not in answer.content.decode()
    assert not OwnPoints.objects.exists()


def test_a_slower_lead_is_told_and_overwrites_nothing(leading: Client) -> None:
    assert leading.post(PAGE, {"complexity.simple.email": "60", "do": "save"}).status_code == 302
    late = leading.post(PAGE, {"complexity.simple.email": "40", "do": "save", "seen": ""})
    assert late.status_code == 400 and "Somebody changed the points" in late.content.decode()
    assert leading.post(f"{PAGE}restore/", {"seen": ""}).status_code == 302
    assert OwnPoints.objects.get().changes == {"complexity.simple.email": 60.0}


def test_agents_see_and_change_nothing(desk: Client) -> None:
    assert desk.get(PAGE).status_code == 403
    assert desk.post(PAGE, {"complexity.simple.email": "60", "do": "save"}).status_code == 403
    assert desk.post(f"{PAGE}restore/").status_code == 403
    assert "/desk/advice/" not in desk.get("/desk/").content.decode()
    assert not OwnPoints.objects.exists()
