"""A list of contacts, and somebody who was answered."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.conftest import PASSWORD
from tests.core.tickets.factories import a_category, a_ticket, words
from tests.journeys.live import page, site, watch  # noqa: F401

from octant.core.people.models import Customer, User
from octant.core.people.services.customers import of_user
from octant.core.people.services.staff import create_user
from octant.core.safety.contacts.files import load_contacts
from octant.core.tickets.codes import code_of
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import send
from octant.core.tickets.services.lifecycle import assign


@pytest.fixture(autouse=True)
def _list(db: None, settings: LazySettings) -> None:
    load_contacts(Path(settings.OCTANT_WORKSPACE))
    a_category("security/phishing", names={"en": "Phishing"}, urgent=True)


@pytest.fixture
def olivia(db: None) -> User:
    return create_user(email="olivia@mail.example", name="Olivia", password=PASSWORD)


@pytest.fixture
def customer(olivia: User) -> Customer:
    return of_user(user=olivia, language="en")


@pytest.fixture
def ticket(customer: Customer, agent: User) -> Ticket:
    """Olivia's ticket, which Mia answered and has."""
    made = a_ticket(customer)
    assign(ticket=made, assignee=agent, actor=agent)
    send(ticket=made, agent=agent, text=words("Your deposit is here. Password: hunter2secret"))
    made.refresh_from_db()
    return made


@pytest.fixture
def code(ticket: Ticket) -> str:
    return code_of(ticket.pk, ticket.last_seq)
