from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.test import Client
from tests.channels.email.mails import MEI, zone_file

from octant.core.people.models import User
from octant.core.people.services.staff import create_user


@pytest.fixture(autouse=True)
def _names(settings: LazySettings, tmp_path: Path) -> None:
    settings.OCTANT_MAIL_ZONE = zone_file(tmp_path)


@pytest.fixture
def desk(agent: User, settings: LazySettings) -> Client:
    settings.OCTANT_DEMO = True
    client = Client()
    client.force_login(agent)
    return client


@pytest.fixture
def customer_user(db: None) -> User:
    """Somebody who signed up, with a verified address."""
    return registered()(MEI)


def registered() -> Callable[[str], User]:
    def make(address: str) -> User:
        user = create_user(
            email=address, name="Mei Lin", role="customer", password="correct horse 42"
        )
        EmailAddress.objects.update_or_create(
            user=user, email=address, defaults={"verified": True, "primary": True}
        )
        return user

    return make
