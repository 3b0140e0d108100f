"""A guest, and the ticket of an order that shows an error."""

import pytest

from octant.core.people.models import Customer
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.safety.text import screen
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import open_ticket


@pytest.fixture
def customer() -> Customer:
    return guest(name="Olivia", email="olivia@example.com", language="en")


@pytest.fixture
def ticket(customer: Customer) -> Ticket:
    return open_ticket(
        customer=customer,
        subject=screen("Order"),
        text=screen("It shows an error"),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language="en",
    )
