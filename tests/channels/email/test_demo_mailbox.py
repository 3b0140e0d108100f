"""The demonstration's mailbox page: what was sent is read there, and answered as its reader."""

import email
import email.policy
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.channels.email.mails import MEI, letter

from octant.channels.email.envelope import Envelope
from octant.channels.email.models import Arrival, Outgoing
from octant.channels.email.services.keeping import keep
from octant.channels.email.services.replying import queue_reply
from octant.channels.email.services.sending import send_due
from octant.core.people.models import User
from octant.core.safety.text import screen
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.conversation import send
from octant.kit import clock

pytestmark = pytest.mark.django_db
BOX = f"/en/mailbox/{MEI}/"


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.OCTANT_DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


def write(client: Client, text: str = "My withdrawal has not arrived.") -> None:
    given = {"to": "support@kraken.example", "subject": "Withdrawal missing", "text": text}
    picture = SimpleUploadedFile("note.txt", b"Seen at 14:02 UTC", "text/plain")
    answer = client.post(f"{BOX}new/", {**given, "files": picture})
    assert (answer.status_code, answer["Location"]) == (302, BOX)


def test_a_mail_written_there_is_a_ticket_and_its_confirmation_lies_there(
    client: Client, customer_user: User
) -> None:
    write(client)
    ticket = Ticket.objects.get()
    assert ticket.customer.user == customer_user
    assert [f.name for f in ticket.files.all()] == ["note.txt"]
    assert send_due() == 1
    page = client.get(BOX).content.decode()
    assert f"We have your mail: ticket {ticket.public_id}" in page
    assert "Withdrawal missing" in page  # what she sent lies there too


def test_a_mail_that_another_process_is_sorting_stands_there_all_the_same(client: Client) -> None:
    keep(letter("Where is it?", subject="Missing").as_bytes(), Envelope(mail_from=MEI, via="demo"))
    (item,) = client.get(BOX).context["items"]
    assert (item.sent, item.subject, item.ticket) == (True, "Missing", "")
    assert "Where is it?" in client.get(f"{BOX}{item.id}/").content.decode()
    assert client.get("/en/mailbox/olivia.hart@example.com/").context["items"] == []


def test_an_answer_of_an_agent_is_answered_on_the_same_ticket(
    client: Client, customer_user: User, agent: User
) -> None:
    write(client)
    ticket = Ticket.objects.get()
    said = send(ticket=ticket, agent=agent, text=screen("Which network did you use?"))
    queue_reply(message_id=said.pk)
    Outgoing.objects.update(due_at=clock.now())
    assert send_due() == 2
    page = client.get(BOX).content.decode()
    links = [part.split('"')[0] for part in page.split(f'href="{BOX}')[1:]]
    mails = [f"{BOX}{link}" for link in links if link not in ("", "new/")]
    with_text = [m for m in mails if "Which network" in client.get(m).content.decode()]
    shown = client.get(with_text[0]).content.decode()
    assert "<style" not in shown.split("mailbox-body")[1]
    assert client.post(with_text[0], {"text": "Bitcoin, on chain."}).status_code == 302
    last = ticket.messages.filter(author_kind="customer").order_by("-seq")[0]
    assert last.text == "Bitcoin, on chain."
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("address", ["maya@real.org", "support@kraken.example", "x y@b.example"])
def test_only_mailboxes_of_made_up_people_open(client: Client, address: str) -> None:
    assert client.get(f"/en/mailbox/{address}/").status_code == 404
    refused = client.post("/en/mailbox/", {"address": address})
    assert refused.status_code == 400
    assert "made-up" in refused.content.decode() or "Enter a valid" in refused.content.decode()


def test_a_mailbox_of_staff_does_not_open(client: Client, agent: User) -> None:
    assert client.get(f"/en/mailbox/{agent.email}/").status_code == 404


def test_elsewhere_there_is_no_such_page(client: Client, settings: LazySettings) -> None:
    settings.OCTANT_DEMO = False
    for path in ("/mailbox/", "/en/mailbox/", BOX, f"{BOX}new/"):
        assert client.get(path).status_code == 404
    client.post(f"{BOX}new/", {"to": "support@kraken.example", "text": "x"})
    assert not Arrival.objects.exists()


def test_its_address_without_a_language_leads_to_it(client: Client) -> None:
    assert client.get("/mailbox/", follow=True).redirect_chain[-1][0] == "/en/mailbox/"


def sent_mails(folder: str) -> list[str]:
    """The texts of the mails that went out."""
    found = []
    for file in Path(folder).glob("*.log"):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        body = mail.get_body(("plain",))  # type: ignore[attr-defined]
        found.append(" ".join(body.get_content().split()))
    return found


def test_whoever_mails_a_phrase_is_told_at_once_what_to_do(
    client: Client, customer_user: User, settings: LazySettings
) -> None:
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    write(client, f"My seed phrase is {phrase}")
    assert phrase not in str(list(Ticket.objects.get().messages.values_list("text", flat=True)))
    assert send_due() == 1
    (told,) = sent_mails(settings.EMAIL_FILE_PATH)
    assert "We removed a wallet recovery phrase" in told and "create a new wallet" in told
    assert phrase[:20] not in told
