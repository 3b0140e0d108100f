"""Leads keep the list of official contacts and known scams."""

import pytest
from django.test import Client
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.safety.contacts.selectors import look_up
from octant.core.safety.models import AuditEntry, Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def leading(lead: User, sign_in: SignIn) -> Client:
    return sign_in(lead)


def entry(**other: str) -> dict[str, str]:
    fields = {"kind": "website", "text": "https://fake.example/login", "state": "scam"}
    return {**fields, "label_en": "Copy", "label_zh": "仿冒", **other}


def test_a_lead_adds_changes_and_removes_a_contact(leading: Client, lead: User) -> None:
    assert leading.post("/desk/contacts/", entry()).status_code == 302
    row = Contact.objects.get()
    assert (row.value, row.labels) == ("fake.example", {"en": "Copy", "zh-hans": "仿冒"})
    page = leading.get("/desk/contacts/").content.decode()
    assert "https://fake.example/login" in page and "Known scam" in page
    changed = entry(text="other.example", label_en="")
    assert leading.post(f"/desk/contacts/{row.pk}/", changed).status_code == 302
    assert look_up("other.example").state == "scam" and not look_up("fake.example").state
    assert leading.post(f"/desk/contacts/{row.pk}/remove/").status_code == 302
    assert not look_up("other.example").state
    assert leading.get(f"/desk/contacts/{row.pk}/").status_code == 404
    assert AuditEntry.objects.filter(actor=lead, subject_type="safety.contact").count() == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": "nothing"}, "Write a host"),
        ({"kind": "alias", "text": "思远", "state": "official"}, "Anybody can use a name"),
        ({"text": ""}, "Give the address"),
        ({"state": "maybe"}, "field-error"),
    ],
)
def test_what_makes_no_sense_comes_back_with_what_was_typed(
    leading: Client, wrong: dict[str, str], sentence: str
) -> None:
    page = leading.post("/desk/contacts/", entry(**wrong)).content.decode()
    assert sentence in page and 'value="Copy"' in page
    assert not Contact.objects.exists()


def test_agents_keep_no_list(desk: Client, leading: Client) -> None:
    leading.post("/desk/contacts/", entry())
    row = Contact.objects.get()
    for path in ("", f"{row.pk}/", f"{row.pk}/remove/"):
        assert desk.post(f"/desk/contacts/{path}", entry()).status_code == 403
    assert desk.get("/desk/contacts/").status_code == 403
    assert look_up("fake.example").state == "scam"
