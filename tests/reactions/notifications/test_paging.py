"""The security team is mailed of a take-over, each in their language, without names."""

import pytest
from django.core import mail
from tests.core.tickets.factories import a_customer, a_ticket

from octant.core.outbox.services import deliver_due
from octant.core.people.models import User
from octant.core.people.services.profile import update
from octant.core.takeover.services.cases import answer, open_case

pytestmark = pytest.mark.django_db


def test_each_of_the_team_is_mailed_in_their_language(lead: User) -> None:
    update(user=lead, name=lead.name, language="zh-hans", timezone="UTC", alias="Lee")
    ticket = a_ticket(a_customer(name="Olivia Hart", email="olivia@mail.example"))
    open_case(ticket=ticket, source="words")
    deliver_due()
    (page,) = mail.outbox
    assert page.to == [lead.email]
    assert "账户被盗" in page.subject and ticket.public_id in page.body
    assert "Olivia" not in page.body + page.subject and "olivia@" not in page.body


def test_who_answered_meanwhile_spares_the_others(lead: User, agent: User) -> None:
    ticket = a_ticket()
    open_case(ticket=ticket, source="words")
    answer(ticket=ticket, actor=agent)
    deliver_due()
    assert mail.outbox == []
