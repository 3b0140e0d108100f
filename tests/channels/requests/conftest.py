"""A customer who is signed in, somebody who came by a link, and the agent who answers both."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.conftest import PASSWORD
from tests.core.tickets.factories import a_category

from octant.core.people.models import Customer, User
from octant.core.people.services.customers import of_user
from octant.core.people.services.staff import create_user
from octant.core.routing.services.presence import set_presence, set_skills
from octant.core.tickets.access import key_for
from octant.core.tickets.models import Ticket


@pytest.fixture(autouse=True)
def _at_home(settings: LazySettings) -> None:
    settings.OCTANT_URL = "http://testserver"
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def topics(db: None) -> None:
    a_category("funding/withdrawals")


def signed_up(name: str, email: str) -> Customer:
    user = create_user(email=email, name=name, role="customer", password=PASSWORD)
    user.timezone = "Asia/Shanghai"
    user.save()
    return of_user(user=user, language="en")


@pytest.fixture
def ada(db: None) -> Customer:
    return signed_up("Ada", "ada@customers.example")


@pytest.fixture
def bob(db: None) -> Customer:
    return signed_up("Bob", "bob@customers.example")


@pytest.fixture
def sign_in() -> Iterator[Callable[[Customer], Client]]:
    def signed(customer: Customer) -> Client:
        client = Client()
        assert customer.user is not None
        client.force_login(customer.user)
        return client

    yield signed


def by_link(ticket: Ticket) -> Client:
    """A browser that followed the link of a mail."""
    client = Client()
    answer = client.post("/en/requests/open/", {"key": key_for(ticket)})
    assert answer.status_code == 302 and ticket.public_id in answer["Location"]
    return client


@pytest.fixture
def on_duty(agent: User) -> User:
    set_skills(user=agent, actor=None, skills=["funding", "general"], languages=["en"], capacity=3)
    set_presence(user=agent, presence="online")
    return agent
