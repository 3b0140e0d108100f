"""Whatever is typed into a form, the answer is a page that says what to do."""

import json

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from tests.core.people.conftest import set_up_totp, sign_in

from octant.core.people.models import User

pytestmark = pytest.mark.django_db

HOSTILE = {
    "long": "w" * 100_000,
    "long address": "a" * 50_000 + "@mail.example",
    "nul": "a\0b@mail.example",
    "controls": "\x01\x07\x1b[31m\r\n\x7f",
    "emoji": "👩‍👩‍👧‍👦" * 40,
    "right to left": "\u202egro.elpmaxe@kcatta",
    "sql": "'; DROP TABLE people_user; --",
    "markup": "<script>alert(1)</script>\"'{{ 7*7 }}{% now %}",
    "surrogate": "\\ud800",
    "empty": "",
    "spaces": " \u3000\u200b ",
    "json": '{"id": [1, {"a": null}]}',
}
ANYBODYS = {
    "login/": ["login", "password", "next"],
    "signup/": ["name", "email", "password1", "next"],
    "password/reset/": ["email"],
    "2fa/webauthn/login/": ["credential"],
    "oidc/exchange/login/": ["process", "next"],
}
ONES_OWN = {
    "profile/": ["name", "alias", "language", "timezone"],
    "email/": ["email", "action_add", "action_send", "action_remove"],
    "password/change/": ["oldpassword", "password1", "password2"],
    "reauthenticate/": ["password", "next"],
    "2fa/totp/activate/": ["code"],
    "2fa/webauthn/add/": ["name", "credential", "passwordless"],
    "2fa/reauthenticate/": ["code"],
    "sessions/": ["session"],
    "3rdparty/": ["account"],
    "staff/invite/": ["name", "alias", "email", "role", "language"],
    "staff/1/": ["role"],
}


def post_all(client: Client, pages: dict[str, list[str]], value: str) -> None:
    for path, fields in pages.items():
        cache.clear()  # this is not about rate limits
        answer = client.post(f"/accounts/{path}", dict.fromkeys(fields, value))
        assert answer.status_code < 500, path
        page = answer.content.decode()
        assert "<script>alert" not in page
        answer = client.get(f"/accounts/{path}", dict.fromkeys(fields, value))
        assert answer.status_code < 500, path


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_forms_of_anybody_bear_it(client: Client, value: str) -> None:
    post_all(client, ANYBODYS, value)


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_forms_of_the_signed_in_bear_it(
    client: Client, admin: User, settings: LazySettings, value: str
) -> None:
    settings.OCTANT_DEMO = True
    sign_in(client, admin)
    post_all(client, ONES_OWN, value)
    admin.refresh_from_db()
    assert admin.role == "admin"


@pytest.mark.parametrize("path", [*ANYBODYS, *ONES_OWN])
def test_bytes_that_are_no_text_are_borne(
    client: Client, admin: User, settings: LazySettings, path: str
) -> None:
    settings.OCTANT_DEMO = True
    if path in ONES_OWN:
        sign_in(client, admin)
    raw = b"name=\xff\xfe%ff%00&email=%c3%28&login=\xc0\x80&role=%ff&code=%ff&credential=%ff"
    form = "application/x-www-form-urlencoded"
    assert client.post(f"/accounts/{path}", raw, content_type=form).status_code < 500


@pytest.mark.parametrize(
    "credential",
    [
        [],
        {},
        "x",
        7,
        None,
        {"id": 1, "rawId": [], "response": {}},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "!"}},
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": "e30",
                "attestationObject": "AA",
                "authenticatorData": "AA",
                "signature": "AA",
                "userHandle": "AA",
            },
        },
    ],
)
def test_credentials_that_no_authenticator_made_are_refused(
    client: Client, customer: User, credential: object
) -> None:
    form = {"credential": json.dumps(credential), "name": "x", "passwordless": "on"}
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert client.post("/accounts/2fa/webauthn/login/", form).status_code < 500
    sign_in(client, customer)
    client.get("/accounts/2fa/webauthn/add/")
    assert client.post("/accounts/2fa/webauthn/add/", form).status_code < 500


def test_a_name_is_kept_readable(client: Client, customer: User) -> None:
    sign_in(client, customer)
    given = " Zoe\u0308\x00\x07 \u202eevil\n\tLi 👩‍🚀 "
    form = {"name": given.replace("\0", ""), "language": "en", "timezone": "Asia/Shanghai"}
    assert client.post("/accounts/profile/", form).status_code == 302
    customer.refresh_from_db()
    assert customer.name == "Zoë evil Li 👩‍🚀"


def test_what_was_typed_is_still_there_after_a_refusal(client: Client, customer: User) -> None:
    sign_in(client, customer)
    form = {"name": "n" * 121, "language": "en", "timezone": "Mars/Base"}
    page = client.post("/accounts/profile/", form).content.decode()
    assert "n" * 121 in page
    assert "Use at most 120 characters." in page


@pytest.mark.parametrize("code", ["００００００", "-1", "1e5", "١٢٣٤٥٦", "000000 "])
def test_odd_digits_are_no_codes(client: Client, customer: User, code: str) -> None:
    sign_in(client, customer)
    secret = set_up_totp(client)
    assert secret
    answer = client.post("/accounts/2fa/reauthenticate/", {"code": code})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "confirm-email/%00/",
        "confirm-email/" + "x" * 5000 + "/",
        "password/reset/key/%00-%ff/",
        "password/reset/key/" + "z" * 400 + "-x/",
        "staff/99999999999999999999/",
        "staff/1/unknown/",
        "2fa/webauthn/99999999999999999999/remove/",
        "staff/?after=%00&find=%00",
        "staff/?after=99999999999999999999",
    ],
)
def test_made_up_addresses_are_borne(
    client: Client, admin: User, settings: LazySettings, path: str
) -> None:
    settings.OCTANT_DEMO = True
    sign_in(client, admin)
    assert client.get(f"/accounts/{path}").status_code < 500
    assert client.post(f"/accounts/{path}").status_code < 500
