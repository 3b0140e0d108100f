"""A desk with people at it."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.core.tickets.factories import a_ticket

from octant.core.people.models import User
from octant.core.tickets.models import Ticket

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _demo(settings: LazySettings) -> None:
    """A second factor is asked for elsewhere (tests/core/people)."""
    settings.OCTANT_DEMO = True


@pytest.fixture
def sign_in(db: None) -> SignIn:
    def made(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return made


@pytest.fixture
def desk(agent: User, sign_in: SignIn) -> Client:
    return sign_in(agent)


@pytest.fixture
def ticket(db: None) -> Ticket:
    return a_ticket()


@pytest.fixture
def at(ticket: Ticket) -> str:
    """The ticket's address at the desk."""
    return f"/desk/tickets/{ticket.public_id}/"
