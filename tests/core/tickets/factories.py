"""Tickets as tests want them: one call, everything else chosen."""

from itertools import count
from typing import Any

from octant.core.knowledge.models import Category
from octant.core.people.models import Customer
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.safety.text import Screened, screen
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import open_ticket

_numbers = count(1)


def a_customer(**given: Any) -> Customer:
    number = next(_numbers)
    return guest(
        name=given.get("name", f"Customer {number}"),
        email=given.get("email", f"customer{number}@example.com"),
        language=given.get("language", "en"),
    )


def a_category(key: str = "funding", **given: Any) -> Category:
    category, _made = Category.objects.get_or_create(
        key=key, defaults={"names": {"en": key.title()}, "skill": key, **given}
    )
    return category


def words(text: str) -> Screened:
    return screen(text)


def a_ticket(customer: Customer | None = None, **given: Any) -> Ticket:
    return open_ticket(
        customer=customer or a_customer(),
        subject=screen(given.pop("subject", "Where is my money?")),
        text=screen(given.pop("text", "It has not come.")),
        channel=given.pop("channel", "live_chat"),
        assurance=given.pop("assurance", Assurance.CLAIMED),
        language=given.pop("language", "en"),
        **given,
    )
