"""What every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.management.base import CommandError
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser

from octant.core.people.models import User
from octant.core.people.services.staff import create_user
from octant.core.ports.audit_words import subject_name
from octant.core.ports.workspace import workspace
from octant.core.safety.models import AuditEntry
from tests.browser import chromium

PASSWORD = "correct horse 42 battery"
_empty_tables = TransactionTestCase._fixture_teardown


def _empty_tables_patiently(case: TransactionTestCase) -> None:
    """A long poll outlives the browser that asked, and its reads may lie across the emptying of
    the tables: PostgreSQL then ends one of the two, and the other way round it works."""
    for _try in range(4):
        try:
            return _empty_tables(case)
        except CommandError as error:
            if "deadlock" not in str(error.__cause__):
                raise
    return _empty_tables(case)


TransactionTestCase._fixture_teardown = _empty_tables_patiently  # type: ignore[method-assign]


@receiver(post_save, sender=AuditEntry)
def _audited_tables_have_words(instance: AuditEntry, **_rest: object) -> None:
    """Which table a row is about shows only when it is written: whatever test writes one checks
    that the audit trail can name it. Verbs are read out of the source (tests/core/ports)."""
    kind = instance.subject_type
    assert subject_name(kind) != kind, f"SUBJECTS of its app's audited.py lacks {kind}"


@pytest.fixture(autouse=True, scope="session")
def _one_workspace() -> None:
    """A process reads its workspace once: not first in a test that names another one."""
    workspace()


@pytest.fixture(autouse=True)
def _own_home(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Files, mail and pages kept by one test are not seen by another."""
    settings.OCTANT_HOME = tmp_path
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.OCTANT_PICTURES = False  # takes a second each: on where it is what is tested
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    with translation.override("en"):
        yield
    cache.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def agent(db: None) -> User:
    return create_user(
        email="mia@agents.example",
        name="Maria Schmidt",
        alias="Mia",
        role="agent",
        password=PASSWORD,
    )


@pytest.fixture
def lead(db: None) -> User:
    return create_user(
        email="lee@agents.example", name="Lee Chen", alias="Lee", role="lead", password=PASSWORD
    )


@pytest.fixture
def editor(db: None) -> User:
    return create_user(
        email="edda@agents.example", name="Edda Quill", role="editor", password=PASSWORD
    )
