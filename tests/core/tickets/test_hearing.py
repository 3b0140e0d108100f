"""What a customer gives away in parts, what is theirs to paste, and how fast the case then goes."""

from datetime import timedelta

import pytest

from octant.core.knowledge.models import Category
from octant.core.people.services.customers import guest
from octant.core.ports.assurance import Assurance
from octant.core.safety.text import screen
from octant.core.safety.text.parts import may_be_part
from octant.core.tickets.models import Message, Priority, Ticket
from octant.core.tickets.services.conversation import open_ticket, receive
from octant.core.tickets.services.hearing import hear, is_held

pytestmark = pytest.mark.django_db

# The third English phrase of the test vectors of BIP-39.
WORDS = ["legal", "winner", "thank", "year", "wave", "sausage", "worth", "useful"]
WORDS += ["legal", "winner", "thank", "yellow"]
CHINESE = [*"的的的的的的的的的的的在"]  # the first Chinese one
DENSE = "沙喊黑庙救壳焰秧援捅簧抽"  # another, drawn at random: its checksum is right

# Of the demonstration's records (workspaces/kraken/exchange.yaml).
OLIVIA = "AA41 N84G QK7T 2WRA"
DEPOSIT = "0x00911d31690a8ff606eb0ecc1be9f51f7f7c0fa631639aae99aca8f3b30ad772"


def opened(text: str = "Hello, I need help", **given: object) -> Ticket:
    return open_ticket(
        customer=guest(name="Li Na", email="li.na@example.com", language="en"),
        subject=screen(""),
        text=screen(text),
        channel="live_chat",
        assurance=Assurance.CLAIMED,
        language="en",
        live=True,
        **given,  # type: ignore[arg-type]
    )


def said(ticket: Ticket, text: str) -> str:
    heard = screen(text)
    if is_held(heard):
        heard = hear(ticket=ticket.pk, given=text, max_chars=8000)
    return receive(ticket=ticket, customer=ticket.customer, text=heard).text


def stored(ticket: Ticket) -> str:
    messages = Message.objects.filter(ticket=ticket).order_by("seq")
    return "\n".join(messages.values_list("text", flat=True))


@pytest.mark.parametrize("size", [1, 3, 4, 6])
def test_a_phrase_sent_in_parts_is_masked_in_every_part(size: int) -> None:
    ticket = opened()
    for start in range(0, 12, size):
        said(ticket, " ".join(WORDS[start : start + size]))

    left = stored(ticket)
    assert "Hello, I need help" in left
    assert not [word for word in WORDS if word in left]
    assert "⟦secret:seed_phrase⟧" in left


def test_a_chinese_phrase_in_two_messages_is_masked_in_both() -> None:
    ticket = opened("你好")
    said(ticket, "助记词是：" + " ".join(CHINESE[:6]))
    said(ticket, " ".join(CHINESE[6:]))

    assert "在" not in stored(ticket)
    assert stored(ticket).count("⟦secret:seed_phrase⟧") == 2


@pytest.mark.parametrize("name", ["助记词", "这是我的助记词：", "我的种子短语在下一条"])
def test_a_chinese_phrase_without_gaps_is_masked_after_the_message_that_names_it(name: str) -> None:
    ticket = opened("你好")
    said(ticket, name)

    assert said(ticket, DENSE) == "⟦secret:seed_phrase⟧"
    assert name in stored(ticket)
    assert DENSE not in stored(ticket)


def test_a_chinese_phrase_without_gaps_is_masked_once_the_next_message_names_it() -> None:
    ticket = opened("你好")
    assert said(ticket, DENSE) == DENSE, "it may be anything yet"
    said(ticket, "这是我的助记词")

    assert stored(ticket).splitlines()[1:] == ["⟦secret:seed_phrase⟧", "这是我的助记词"]


def test_the_same_characters_without_the_word_are_left_alone() -> None:
    ticket = opened("你好")
    said(ticket, "您好，我想问一下")

    assert said(ticket, DENSE) == DENSE


def test_the_subject_taken_from_a_part_is_masked_too() -> None:
    ticket = opened(" ".join(WORDS[:6]))
    said(ticket, " ".join(WORDS[6:]))

    ticket.refresh_from_db()
    assert "sausage" not in ticket.subject


def test_what_the_form_noted_of_a_part_goes_with_it() -> None:
    noted = {"found": [{"kind": "error", "value": " ".join(WORDS[:6])}], "missing": []}
    ticket = opened(" ".join(WORDS[:6]), context={"intake": noted, "page": "/en/"})
    said(ticket, " ".join(WORDS[6:]))

    ticket.refresh_from_db()
    assert ticket.context == {"page": "/en/"}


def test_the_ticket_is_searched_anew_once_parts_are_masked() -> None:
    ticket = opened(" ".join(WORDS[:6]))
    Ticket.objects.update(indexed_version=ticket.version)
    said(ticket, " ".join(WORDS[6:]))

    ticket.refresh_from_db()
    assert ticket.indexed_version < ticket.version


def test_what_was_said_long_ago_is_not_joined() -> None:
    ticket = opened()
    said(ticket, " ".join(WORDS[:6]))
    for row in Message.objects.filter(ticket=ticket):
        earlier = row.created_at - timedelta(hours=2)
        Message.objects.filter(pk=row.pk).update(created_at=earlier)

    assert said(ticket, " ".join(WORDS[6:])) == " ".join(WORDS[6:])


def test_ordinary_short_messages_stay_as_they_are() -> None:
    ticket = opened()
    for text in ("hello", "when will it arrive", "thank you", "好的", "谢谢", "yes please"):
        assert said(ticket, text) == text


def test_prose_needs_no_second_look() -> None:
    assert not may_be_part("My withdrawal of 0.5 BTC has not arrived after three hours.")
    assert not may_be_part(
        "你好，我的提币已经三个小时还没有到账，请帮我看一下，订单号是 OQCLML。" * 2
    )
    assert may_be_part("1. legal 2. winner")


def test_a_hash_of_ones_own_deposit_is_not_held() -> None:
    ticket = opened()
    ticket.customer.exchange_account = OLIVIA
    ticket.customer.save(update_fields=["exchange_account"])
    Ticket.objects.update(assurance=Assurance.SIGNED_IN)

    assert said(ticket, DEPOSIT) == DEPOSIT
    assert said(ticket, "ab" * 30 + "cdef") == "⟦held:key_or_hash⟧"


def test_somebody_who_has_not_signed_in_is_asked_which_it_is() -> None:
    ticket = opened()
    ticket.customer.exchange_account = OLIVIA
    ticket.customer.save(update_fields=["exchange_account"])

    assert said(ticket, DEPOSIT) == "⟦held:key_or_hash⟧"


def test_a_phrase_makes_the_case_urgent_and_a_password_high() -> None:
    one, other, none = opened(), opened(), opened()
    said(one, " ".join(WORDS))
    said(other, "my password is Tr0ub4dor&3")
    said(none, "my card is 4111 1111 1111 1111")

    priorities = {row.pk: row.priority for row in Ticket.objects.all()}
    assert priorities == {
        one.pk: Priority.URGENT, other.pk: Priority.HIGH, none.pk: Priority.NORMAL,
    }  # fmt: skip


def test_a_case_without_category_goes_to_those_who_know_stolen_accounts() -> None:
    stolen = Category.objects.create(
        key="security/compromised", names={"en": "Stolen"}, skill="security"
    )
    ticket = opened()
    said(ticket, " ".join(WORDS))

    ticket.refresh_from_db()
    assert (ticket.category, ticket.queue) == (stolen, "security")


def test_a_case_keeps_the_category_that_the_customer_chose() -> None:
    Category.objects.create(key="security/compromised", names={"en": "Stolen"})
    fees = Category.objects.create(key="fees/fees", names={"en": "Fees"})
    ticket = opened(category=fees)
    said(ticket, " ".join(WORDS))

    ticket.refresh_from_db()
    assert ticket.category == fees


def test_a_case_that_begins_with_a_secret_is_urgent_from_the_start() -> None:
    ticket = opened("my seed phrase: " + " ".join(WORDS))

    assert ticket.priority == Priority.URGENT
    assert Message.objects.filter(ticket=ticket, data__code="secret_removed").exists()
