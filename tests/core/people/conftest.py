"""People to try sign-in with, and the mail they get."""

import base64
import email
import hmac
import re
import struct
import time
from collections.abc import Callable
from email.message import Message
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.conftest import PASSWORD
from tests.journeys.live import page, site, watch  # noqa: F401

from octant.core.people.models import User
from octant.core.people.services.staff import create_user


@pytest.fixture(autouse=True)
def _plain(settings: LazySettings) -> None:
    """No demonstration, and files without hashes, so that nothing need be collected first."""
    settings.OCTANT_DEMO = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def customer(db: None) -> User:
    return create_user(email="carla@mail.example", name="Carla", password=PASSWORD)


@pytest.fixture
def admin(db: None) -> User:
    return create_user(
        email="ada@agents.example", name="Ada", alias="Ada", role="admin", password=PASSWORD
    )


@pytest.fixture
def mails(settings: LazySettings) -> Callable[[], list[Message]]:
    """The mails sent so far, oldest first, as their recipients' programs would read them."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    def read() -> list[Message]:
        folder = Path(settings.EMAIL_FILE_PATH)
        files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        raw = [part for file in files for part in file.read_bytes().split(b"-" * 79 + b"\n")]
        return [email.message_from_bytes(each) for each in raw if each.strip()]

    return read


def body(mail: Message) -> str:
    payload = mail.get_payload(decode=True)
    return payload.decode("utf-8") if isinstance(payload, bytes) else str(payload)


def link_in(mail: Message) -> str:
    """The first address in a mail, without its host."""
    found = re.search(r"https?://[^/\s]+(/\S+)", body(mail))
    assert found, body(mail)
    return found[1]


def totp(secret: str, seconds: int = 0) -> str:
    """The six digits an authenticator app shows now (RFC 6238), or in so many seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", (int(time.time()) + seconds) // 30), "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def set_up_totp(client: Client) -> str:
    """Turn on an authenticator app for whoever is signed in; returns its secret."""
    form = client.get("/accounts/2fa/totp/activate/").context["form"]
    secret: str = form.secret
    done = client.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


def sign_in(client: Client, user: User, password: str = PASSWORD) -> None:
    """Through the form, as a person would."""
    answer = client.post("/accounts/login/", {"login": user.email, "password": password})
    assert answer.status_code == 302, answer.content.decode()
