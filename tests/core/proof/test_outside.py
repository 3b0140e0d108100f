"""What programs outside read: a list that they can check, and where to report a fault."""

import json
import stat
from datetime import datetime, timedelta
from pathlib import Path

import jwt
import pytest
from django.conf import LazySettings
from django.test import Client

from octant.core.people.models import User
from octant.core.proof import documents
from octant.core.safety.contacts import services
from octant.kit.clock import moved, now

pytestmark = pytest.mark.django_db
LIST = "/.well-known/octant-contacts.json"


def checked(client: Client, body: bytes, signature: str) -> bool:
    """As a program elsewhere would do it: with the published key and a library of its own."""
    (key,) = client.get("/.well-known/octant-contacts-keys.json").json()["keys"]
    assert jwt.get_unverified_header(signature)["kid"] == key["kid"]
    try:
        jwt.api_jws.decode_complete(
            signature, jwt.PyJWK(key).key, algorithms=["EdDSA"], detached_payload=body
        )
    except jwt.InvalidSignatureError:
        return False
    return True


def test_the_list_is_signed_in_its_header_and_beside_it(client: Client) -> None:
    answer = client.get(LIST)
    assert checked(client, answer.content, answer["Octant-Signature"])
    assert checked(client, answer.content, client.get(f"{LIST}.jws").content.decode())


def test_a_changed_list_does_not_hold(client: Client) -> None:
    answer = client.get(LIST)
    forged = answer.content.replace(b"support@kraken.example", b"support@kraken.evil.te")
    assert forged != answer.content
    assert not checked(client, forged, answer["Octant-Signature"])


def test_the_list_names_what_is_official_and_nothing_else(client: Client, lead: User) -> None:
    services.add(actor=lead, kind="website", text="new.kraken.example", state="official", labels={})
    found = client.get(LIST).json()
    values = {(row["kind"], row["value"]) for row in found["contacts"]}
    assert {("website", "new.kraken.example"), ("mail", "support@kraken.example")} <= values
    assert ("phone", "+15550142") in values
    assert not any("kraken-support" in value for _kind, value in values)
    assert found["demo"] is True and found["verify"]["zh-hans"].endswith("/zh-hans/verify/")
    assert (
        datetime.fromisoformat(found["expires"]) > now() > datetime.fromisoformat(found["issued"])
    )


def test_an_old_list_runs_out() -> None:
    expires = datetime.fromisoformat(json.loads(documents.contact_list())["expires"])
    with moved(timedelta(days=8)):
        assert expires < now()
        assert datetime.fromisoformat(json.loads(documents.contact_list())["expires"]) > now()


def test_the_key_is_made_once_and_readable_by_its_owner_only(
    client: Client, settings: LazySettings
) -> None:
    first = client.get("/.well-known/octant-contacts-keys.json").content
    assert client.get("/.well-known/octant-contacts-keys.json").content == first
    file = Path(settings.OCTANT_HOME) / "keys" / "contacts_key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().encode() not in first


def test_security_txt_says_where_and_until_when(client: Client, settings: LazySettings) -> None:
    settings.OCTANT_URL = "https://support.kraken.example"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == "mailto:security@kraken.example"
    assert fields["Canonical"] == "https://support.kraken.example/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en, zh"
    assert now() < datetime.fromisoformat(fields["Expires"]) < now() + timedelta(days=365)
