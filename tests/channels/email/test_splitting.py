"""Of one mail ticket two are made, and of two one: mails that come later land where they belong."""

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.channels.email.mails import arrive, letter

from octant.channels.email.channel import Email
from octant.channels.email.consumers import on_ticket_split
from octant.channels.email.models import Arrival, Letter, Outgoing
from octant.core.people.models import User
from octant.core.safety.text import screen
from octant.core.tickets.models import File, Ticket
from octant.core.tickets.reply_address import reply_address
from octant.core.tickets.services.conversation import note, send
from octant.core.tickets.services.lifecycle import merge
from octant.core.tickets.services.splitting import split
from octant.kit.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(customer_user: User, agent: User) -> Ticket:
    """A mail, our answer, and a second mail about something else, with a file."""
    arrive(letter("My withdrawal is missing."))
    ticket = Ticket.objects.get()
    said = send(ticket=ticket, agent=agent, text=screen("We look into it."))
    Email().deliver(said)
    files = (("proof.txt", "text/plain", b"words and words\n"),)
    arrive(letter("My card was refused, too.", to=reply_address(ticket), files=files))
    return Ticket.objects.get()


def last(ticket: Ticket) -> int:
    return ticket.messages.filter(author_kind="customer").order_by("-seq")[0].seq


def parted(ticket: Ticket, agent: User, *seqs: int) -> Ticket:
    return split(ticket=ticket, seqs=seqs, subject=screen("Card refused"), actor=agent)


def test_what_was_chosen_goes_on_as_its_own_ticket(ticket: Ticket, agent: User) -> None:
    new = parted(ticket, agent, last(ticket))
    assert [m.text for m in new.messages.filter(kind="message")] == ["My card was refused, too."]
    assert [m.text for m in ticket.messages.filter(kind="message")] == [
        "My withdrawal is missing.",
        "We look into it.",
    ]
    assert (new.subject, new.customer, new.channel) == ("Card refused", ticket.customer, "email")
    assert File.objects.get(name="proof.txt").ticket == new
    assert Letter.objects.filter(message__ticket=new).count() == 1
    assert (new.waiting_since is not None, ticket.waiting_since) == (True, None)
    assert new.first_reply_due_at is not None


def test_mails_that_go_on_from_it_land_there(ticket: Ticket, agent: User) -> None:
    moved = Letter.objects.get(message__text__startswith="My card")
    new = parted(ticket, agent, last(ticket))
    on_ticket_split("TicketSplit", {"ticket": ticket.pk, "into": new.pk})
    assert Arrival.objects.get(pk=moved.arrival_id).ticket == new
    arrive(letter("About the card again.", reply_to=f"<{moved.mail_id}>"))
    ours = Outgoing.objects.get(kind="reply")
    arrive(letter("About the withdrawal again.", reply_to=f"<{ours.mail_id}>"))
    assert new.messages.filter(text__startswith="About the card").exists()
    assert ticket.messages.filter(text__startswith="About the withdrawal").exists()


def test_our_answers_stay_and_something_of_the_customers(ticket: Ticket, agent: User) -> None:
    ours = ticket.messages.get(author_kind="agent").seq
    written = note(ticket=ticket, agent=agent, text=screen("A thought")).seq
    for wrong in ((ours,), (1, last(ticket)), (written,), (), (99,)):
        with pytest.raises(DomainError):
            parted(ticket, agent, *wrong)
    assert Ticket.objects.count() == 1
    new = parted(ticket, agent, last(ticket), written)
    assert new.messages.filter(kind="note").count() == 1


def test_the_dialog_offers_what_may_go(ticket: Ticket, agent: User, settings: LazySettings) -> None:
    settings.OCTANT_DEMO = True
    desk = Client()
    desk.force_login(agent)
    at = f"/desk/tickets/{ticket.public_id}/split/"
    shown = desk.get(at).content.decode()
    assert shown.count('name="seqs"') == 2
    assert "must stay" in desk.post(at, {"seqs": [1, last(ticket)]}).content.decode()
    answer = desk.post(at, {"seqs": [last(ticket)]})
    new = Ticket.objects.exclude(pk=ticket.pk).get()
    assert f"/desk/tickets/{new.public_id}/" in answer["HX-Trigger"]
    assert "moved to" in desk.get(f"/desk/tickets/{ticket.public_id}/").content.decode()


def test_after_merging_answers_to_either_land_on_the_one_that_stays(
    ticket: Ticket, agent: User
) -> None:
    new = parted(ticket, agent, last(ticket))
    said = send(ticket=new, agent=agent, text=screen("Which card?"))
    Email().deliver(said)
    merge(ticket=new, into=ticket, actor=agent)
    arrive(letter("The blue one.", to=reply_address(new)))
    assert ticket.messages.filter(text="The blue one.").exists()
