"""A confirmation waits for the pictures of its mail, and then does not ask for what they show; of a
secret in any mail its writer hears by mail."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from tests.channels.email.mails import MEI, SUPPORT, arrive, letter
from tests.core.safety.pictures.drawing import phrase, saved, screenshot

from octant.channels.email.models import Letter, Outgoing
from octant.channels.email.services import confirming
from octant.channels.email.services.answering import tell
from octant.channels.email.services.confirming import confirm_due
from octant.core.people.models import User
from octant.core.safety.sealing import unseal
from octant.core.safety.text import screen
from octant.core.tickets import tasks
from octant.core.tickets.models import File
from octant.core.tickets.services.conversation import send
from octant.kit.clock import moved
from octant.kit.mail.reading import read_mail

pytestmark = pytest.mark.django_db
HASH = "0x" + "5f1c29" * 10 + "ab12"
SHOWN = ("shot.png", "image/png", saved(screenshot(["Withdrawal", "Transaction", HASH], size=20)))
WORDS = "My withdrawal has not arrived since 2026-11-20 10:00 UTC."
ASKS = "It would help us to know"
CAREFULLY = "If your files do not show it already"


@pytest.fixture(autouse=True)
def _pictures(settings: LazySettings, customer_user: User) -> None:
    settings.OCTANT_PICTURES = True


def said(kind: str = Outgoing.Kind.RECEIVED) -> str:
    """What the confirmation says, or a mail of another kind."""
    row = Outgoing.objects.get(kind=kind)
    return read_mail(b"".join(unseal(io.BytesIO(bytes(row.sealed))))).text


def test_what_a_picture_shows_is_not_asked_for() -> None:
    arrive(letter(WORDS, files=(SHOWN,)))
    assert not Outgoing.objects.exists()
    assert confirm_due() == 0
    tasks.read_pictures()
    assert File.objects.get().references
    assert confirm_due() == 1
    assert ASKS not in said()
    row = Letter.objects.get()
    assert row.confirm_by is None
    assert {"kind": "hash", "value": HASH} in row.details
    assert confirm_due() == 0
    assert Outgoing.objects.count() == 1


def test_what_nobody_told_is_asked_for_with_care() -> None:
    blank = ("blank.png", "image/png", saved(screenshot(["Hello"])))
    arrive(letter(WORDS, files=(blank,)))
    tasks.read_pictures()
    confirm_due()
    assert CAREFULLY in said()


def test_it_does_not_wait_for_ever() -> None:
    arrive(letter(WORDS, files=(SHOWN,)))
    with moved(timedelta(seconds=44)):
        assert confirm_due() == 0
    with moved(timedelta(seconds=46)):
        assert confirm_due() == 1
    assert CAREFULLY in said()


def test_an_agent_who_was_faster_is_not_contradicted(agent: User) -> None:
    row = arrive(letter(WORDS, files=(SHOWN,)))
    assert row.ticket is not None
    send(ticket=row.ticket, agent=agent, text=screen("It left an hour ago."))
    tasks.read_pictures()
    assert confirm_due() == 1
    assert not Outgoing.objects.filter(kind=Outgoing.Kind.RECEIVED).exists()


def test_without_pictures_it_does_not_wait() -> None:
    arrive(letter(WORDS, files=(("log.txt", "text/plain", b"POST /withdraw 500"),)))
    assert CAREFULLY in said()
    assert Letter.objects.get().confirm_by is None


def test_who_proved_nothing_hears_at_once_how_to_be_sure() -> None:
    arrive(letter(WORDS, sender="eve@lax.example", files=(SHOWN,)))
    assert [each.kind for each in Outgoing.objects.all()] == [Outgoing.Kind.NEUTRAL]


def test_a_fault_with_one_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(letter(WORDS, files=(SHOWN,)))
    arrive(letter(f"{WORDS} Another one.", subject="Another", files=(SHOWN,)))
    tasks.read_pictures()
    first, second = Letter.objects.order_by("pk")

    def failing(**given: Any) -> Any:
        if given["letter"].pk == first.pk:
            raise ValueError("a fault of ours")
        return tell(**given)

    monkeypatch.setattr(confirming, "tell", failing)
    while confirm_due():
        pass
    assert not Letter.objects.filter(confirm_by__isnull=False).exists()
    assert [each.ticket_id for each in Outgoing.objects.all()] == [second.message.ticket_id]


def test_many_that_wait_cost_two_questions(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(3):
        arrive(letter(f"{WORDS} {number}", to=SUPPORT, sender=MEI, files=(SHOWN,)))
    with django_assert_max_num_queries(2):
        confirm_due()


SEED = " ".join(phrase(12))
A_PHRASE = ("phrase.png", "image/png", saved(screenshot([SEED[:40], SEED[40:]], size=24)))
FUNDS = "move your funds"


def later(text: str, files: tuple[tuple[str, str, bytes], ...] = ()) -> None:
    """A second mail on the ticket of the first."""
    arrive(letter(WORDS))
    first = Letter.objects.get()
    arrive(letter(text, reply_to=f"<{first.mail_id}>", files=files))
    assert {each.message.ticket_id for each in Letter.objects.all()} == {first.message.ticket_id}


def test_of_a_secret_in_a_later_mail_its_writer_hears_at_once() -> None:
    later(f"Here are my words: {SEED}")
    text = said(Outgoing.Kind.SECRET)
    assert FUNDS in text
    assert SEED not in text


def test_of_a_secret_in_a_later_picture_once_it_was_read() -> None:
    later("Here is a picture.", (A_PHRASE,))
    assert not Outgoing.objects.filter(kind=Outgoing.Kind.SECRET).exists()
    tasks.read_pictures()
    assert File.objects.get().secrets == ["seed_phrase"]
    assert confirm_due() == 1
    text = said(Outgoing.Kind.SECRET)
    assert "We masked this in your files: seed phrase." in text
    assert FUNDS in text


def test_a_first_mail_with_a_secret_in_its_picture_is_confirmed_with_it() -> None:
    arrive(letter(WORDS, files=(A_PHRASE,)))
    tasks.read_pictures()
    confirm_due()
    assert "We masked this in your files: seed phrase." in said()
    assert Outgoing.objects.count() == 1


def test_a_later_mail_without_one_is_not_answered() -> None:
    later("Thank you, and a picture.", (SHOWN,))
    tasks.read_pictures()
    assert confirm_due() == 1
    assert [each.kind for each in Outgoing.objects.all()] == [Outgoing.Kind.RECEIVED]
