"""A customer who has left traces everywhere."""

import io
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.conftest import PASSWORD
from tests.core.tickets.factories import words

from octant.core.people.models import Customer, User
from octant.core.people.services.customers import of_user
from octant.core.people.services.staff import create_user
from octant.core.ports.assurance import Assurance
from octant.core.safety.text import screen
from octant.core.tickets.models import File, Ticket
from octant.core.tickets.services.conversation import open_ticket, receive
from octant.core.tickets.services.files import upload


@dataclass
class Traces:
    """A customer with an account, a chat and a file."""

    user: User
    customer: Customer
    ticket: Ticket
    file: File


def picture(colour: str = "teal") -> SimpleUploadedFile:
    """A small picture; the same colour is the same content."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(content, "PNG")
    return SimpleUploadedFile("Zebrafile.png", content.getvalue(), "image/png")


def a_person(name: str = "Zebulon Quartz", **given: str) -> Traces:
    """Somebody who signed up, chatted and sent a picture."""
    user = create_user(
        email=given.get("email", "zebulon.quartz@customers.example"),
        name=name,
        role="customer",
        password=PASSWORD,
    )
    customer = of_user(user=user, language="en")
    ticket = open_ticket(
        customer=customer,
        subject=screen("Zebrasubject is missing"),
        text=screen(given.get("text", "My zebramessage has not come.")),
        channel="live_chat",
        assurance=Assurance.SIGNED_IN,
        language="en",
    )
    file = upload(file=picture(given.get("colour", "teal")), ticket=ticket, customer=customer)
    receive(ticket=ticket, customer=customer, text=words("See this."), files=(file.public_id,))
    file.refresh_from_db()
    return Traces(user, customer, ticket, file)


@pytest.fixture
def admin(db: None) -> User:
    return create_user(email="ada@agents.example", name="Ada Root", role="admin", password=PASSWORD)


@pytest.fixture
def traces(db: None) -> Traces:
    return a_person()
