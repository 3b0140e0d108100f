"""A customer proves again that it is they: by what, for how long, and for which ticket."""

import threading
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as any_of
from tests.conftest import PASSWORD
from tests.core.people.conftest import set_up_totp, sign_in, totp
from tests.core.tickets.factories import a_ticket

from octant.core.exchange.adapters import demo
from octant.core.exchange.adapters.demo import DemoExchange, answer_in_demo
from octant.core.outbox.services import deliver_due
from octant.core.people.models import Customer, User
from octant.core.people.services.staff import create_user
from octant.core.ports.assurance import Assurance
from octant.core.proof import rules
from octant.core.proof.models import StepUp
from octant.core.proof.selectors import is_stepped_up, standing
from octant.core.proof.services import asking_exchange, stepping
from octant.core.safety.models import Attempt, AuditEntry
from octant.core.tickets.access import key_for
from octant.core.tickets.assurance import level_of, proof_of
from octant.core.tickets.models import Ticket
from octant.kit import clock
from octant.kit.errors import Conflict, NotAllowed, TooMany

pytestmark = pytest.mark.django_db
PAGE = "/en/confirm/"
State = StepUp.State


@pytest.fixture
def account() -> str:
    return next(iter(demo._accounts()))


@pytest.fixture
def chat(customer: Customer, account: str) -> Ticket:
    """Olivia's ticket, begun while she was signed in; her exchange account is known."""
    Customer.objects.filter(pk=customer.pk).update(exchange_account=account)
    customer.refresh_from_db()
    return a_ticket(customer, assurance=Assurance.SIGNED_IN)


@pytest.fixture(autouse=True)
def _any_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """Factors of these tests were set up a moment ago."""
    monkeypatch.setattr(rules, "factor_age", lambda: timedelta(0))


def later(monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    """Set the product's clock forward."""
    moment = clock.now() + timedelta(**span)
    for module in MODULES:
        monkeypatch.setattr(f"octant.core.{module}.now", lambda: moment)


MODULES = (
    "proof.services.stepping",
    "proof.services.asking_exchange",
    "proof.selectors",
    "tickets.assurance",
    "exchange.adapters.demo",
)


def with_app(client: Client, user: User) -> str:
    """Sign in and set up an authenticator app; its secret."""
    sign_in(client, user)
    return set_up_totp(client)


def test_a_code_of_the_app_raises_the_ticket_for_a_while_and_it_falls_back_by_itself(
    client: Client, olivia: User, chat: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = with_app(client, olivia)
    stepping.ask(ticket=chat, agent=agent)
    assert b"Mia" in client.get(PAGE).content
    answer = client.post(PAGE, {"code": totp(secret)})
    assert answer["Location"] == "/en/confirm/?done"
    chat.refresh_from_db()
    assert level_of(chat) == Assurance.STEPPED_UP
    assert standing(chat).until == chat.stepped_up_until
    line = chat.messages.get(data__code="stepped_up")
    assert (line.data["outcome"], line.data["minutes"]) == ("totp", 15)
    later(monkeypatch, minutes=15, seconds=1)
    assert level_of(chat) == Assurance.SIGNED_IN
    assert standing(chat).may_ask


def test_a_code_counts_once(client: Client, olivia: User, chat: Ticket) -> None:
    secret = with_app(client, olivia)
    stepping.ask(ticket=chat)
    code = totp(secret)
    client.post(PAGE, {"code": code})
    other = a_ticket(chat.customer, assurance=Assurance.SIGNED_IN)
    stepping.ask(ticket=other)
    client.post(PAGE, {"code": code})
    other.refresh_from_db()
    assert level_of(other) == Assurance.SIGNED_IN


def test_it_raises_the_ticket_it_was_asked_for_and_no_other(
    client: Client, olivia: User, chat: Ticket
) -> None:
    other = a_ticket(chat.customer, assurance=Assurance.SIGNED_IN)
    secret = with_app(client, olivia)
    stepping.ask(ticket=chat)
    client.post(PAGE, {"code": totp(secret)})
    other.refresh_from_db()
    assert level_of(other) == Assurance.SIGNED_IN


def test_five_wrong_codes_end_the_request(client: Client, olivia: User, chat: Ticket) -> None:
    secret = with_app(client, olivia)
    asked = stepping.ask(ticket=chat)
    for _try in range(5):
        assert client.post(PAGE, {"code": "000000"}).status_code == 400
    asked.refresh_from_db()
    assert asked.state == State.FAILED
    client.post(PAGE, {"code": totp(secret)})
    chat.refresh_from_db()
    assert level_of(chat) == Assurance.SIGNED_IN
    assert AuditEntry.objects.filter(verb="step_up_wrong").count() == 5
    assert chat.messages.filter(data__code="step_up_failed").exists()


def test_tries_are_limited_over_all_requests(client: Client, olivia: User, chat: Ticket) -> None:
    with_app(client, olivia)
    stepping.ask(ticket=chat)
    bucket = "step_up:try"
    for number in range(15):
        client.post(PAGE, {"code": "000000"})
        if number % 5 == 4:
            stepping.ask(ticket=chat)
    assert Attempt.objects.filter(bucket__startswith=bucket).count() == 15
    assert client.post(PAGE, {"code": "000000"}).status_code == 429


def test_asking_is_limited_so_that_nobody_is_worn_down(chat: Ticket, agent: User) -> None:
    for _time in range(10):
        stepping.settle(step_up=stepping.ask(ticket=chat, agent=agent), state=State.REFUSED)
    with pytest.raises(TooMany):
        stepping.ask(ticket=chat, agent=agent)


def test_asking_while_a_request_is_open_finds_it(chat: Ticket, agent: User) -> None:
    first = stepping.ask(ticket=chat, agent=agent)
    assert stepping.ask(ticket=chat, agent=agent) == first
    assert chat.messages.filter(data__code="step_up_asked").count() == 1


@pytest.mark.parametrize("level", [level for level in Assurance if level < Assurance.SIGNED_IN])
def test_who_is_not_signed_in_cannot_be_asked(agent: User, level: Assurance) -> None:
    with pytest.raises(NotAllowed):
        stepping.ask(ticket=a_ticket(assurance=level), agent=agent)


def test_a_request_expires_and_says_so(
    chat: Ticket, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = stepping.ask(ticket=chat, agent=agent)
    later(monkeypatch, minutes=11)
    with pytest.raises(Conflict):
        stepping.confirm(step_up=asked, method="totp", session="s")
    assert asking_exchange.tend() == 1
    asked.refresh_from_db()
    assert asked.state == State.EXPIRED
    assert chat.messages.filter(data__code="step_up_expired").exists()


def test_signing_out_ends_it(client: Client, olivia: User, chat: Ticket) -> None:
    secret = with_app(client, olivia)
    stepping.ask(ticket=chat)
    client.post(PAGE, {"code": totp(secret)})
    client.post("/accounts/logout/")
    deliver_due()
    chat.refresh_from_db()
    assert level_of(chat) == Assurance.SIGNED_IN
    assert chat.messages.filter(data__code="step_up_ended").count() == 1


def test_it_counts_for_the_session_in_which_it_was_done(chat: Ticket) -> None:
    stepping.confirm(step_up=stepping.ask(ticket=chat), method="totp", session="mine")
    chat.refresh_from_db()
    assert is_stepped_up(chat, "mine")
    assert not is_stepped_up(chat, "theirs")


def test_somebody_elses_sign_in_answers_nothing(client: Client, chat: Ticket) -> None:
    eve = create_user(email="eve@mail.example", name="Eve", password=PASSWORD)
    secret = with_app(client, eve)
    stepping.ask(ticket=chat)
    page = client.post(PAGE, {"key": key_for(chat)}, follow=True).content.decode()
    assert 'name="code"' not in page
    assert client.post(PAGE, {"code": totp(secret)}).status_code == 400
    chat.refresh_from_db()
    assert level_of(chat) == Assurance.SIGNED_IN


def test_a_factor_set_up_just_now_does_not_count(
    client: Client, olivia: User, chat: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "factor_age", lambda: timedelta(hours=24))
    secret = with_app(client, olivia)
    stepping.ask(ticket=chat)
    assert 'name="code"' not in client.get(PAGE).content.decode()
    client.post(PAGE, {"code": totp(secret)})
    chat.refresh_from_db()
    assert level_of(chat) == Assurance.SIGNED_IN


def test_recovery_codes_do_not_count(client: Client, olivia: User, chat: Ticket) -> None:
    with_app(client, olivia)
    page = client.get("/accounts/2fa/recovery-codes/")
    code = page.context["unused_codes"][0]
    stepping.ask(ticket=chat)
    assert client.post(PAGE, {"code": code}).status_code == 400


@pytest.mark.parametrize(
    "given",
    [
        {"code": ""},
        {"code": "１２３４５６"},
        {"code": "9" * 5000},
        {"code": "\x00" * 6},
        {"credential": ""},
        {"credential": "{}"},
        {"credential": "[1]"},
        {"credential": '{"id": "é", "response": null}'},
        {"credential": "x" * 100_000},
        {"key": "\x00"},
        {"key": "x" * 5000},
        {},
    ],
)
def test_bad_input_is_refused_and_raises_nothing(
    client: Client, olivia: User, chat: Ticket, given: dict[str, str]
) -> None:
    with_app(client, olivia)
    stepping.ask(ticket=chat)
    assert client.post(PAGE, given).status_code in (302, 400, 403)
    chat.refresh_from_db()
    assert level_of(chat) == Assurance.SIGNED_IN


def test_without_a_factor_the_exchange_asks_and_its_yes_counts(
    client: Client, olivia: User, chat: Ticket, account: str, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = True
    client.force_login(olivia)
    asked = stepping.ask(ticket=chat)
    page = client.get(PAGE).content.decode()
    assert 'name="code"' not in page and 'name="exchange"' in page
    for _press in range(2):
        client.post(PAGE, {"exchange": ""})
    asked.refresh_from_db()
    assert asked.number in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}look/").json()["state"] == "asked"
    client.post(f"{PAGE}app/", {"yes": ""})
    assert client.post(f"{PAGE}look/").json() == {"state": "confirmed", "go": "/en/confirm/?done"}
    chat.refresh_from_db()
    assert level_of(chat) == Assurance.STEPPED_UP


def test_a_no_in_the_exchanges_app_is_an_event_and_raises_nothing(
    client: Client, olivia: User, chat: Ticket, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = True
    client.force_login(olivia)
    stepping.ask(ticket=chat)
    client.post(PAGE, {"exchange": ""})
    client.post(f"{PAGE}app/", {"no": ""})
    assert client.post(f"{PAGE}look/").json()["state"] == "refused"
    chat.refresh_from_db()
    assert level_of(chat) == Assurance.SIGNED_IN
    assert chat.messages.filter(data__code="step_up_refused").exists()


def test_the_worker_fetches_an_answer_that_no_page_waited_for(
    chat: Ticket, account: str, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = True
    asked = asking_exchange.begin(step_up=stepping.ask(ticket=chat), session="mine")
    answer_in_demo(account=account, key=asked.question, yes=True)
    assert asking_exchange.tend() == 1
    chat.refresh_from_db()
    assert is_stepped_up(chat, "mine")


def test_where_the_exchange_cannot_ask_there_is_a_sentence(
    client: Client, olivia: User, chat: Ticket, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = False
    client.force_login(olivia)
    stepping.ask(ticket=chat)
    refused = client.post(PAGE, {"exchange": ""})
    assert "no confirmation of its own" in refused.content.decode()


def test_with_neither_factor_nor_account_the_page_says_what_to_do(
    client: Client, olivia: User, chat: Ticket
) -> None:
    Customer.objects.filter(pk=chat.customer_id).update(exchange_account="")
    client.force_login(olivia)
    stepping.ask(ticket=chat)
    assert "Tell the agent" in client.get(PAGE).content.decode()


def test_every_page_shows_the_request_to_its_customer_alone(
    client: Client, olivia: User, chat: Ticket, agent: User
) -> None:
    stepping.ask(ticket=chat, agent=agent)
    words = "An agent asks you to confirm"
    assert words not in client.get("/en/verify/").content.decode()
    client.force_login(olivia)
    assert words in client.get("/en/verify/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_answers_in_the_same_moment_confirm_once(chat: Ticket) -> None:
    asked = stepping.ask(ticket=chat)
    together(lambda n: stepping.confirm(step_up=asked, method="totp", session=f"s{n}"))
    assert chat.messages.filter(data__code="stepped_up").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_agents_in_the_same_moment_ask_once(chat: Ticket, agent: User) -> None:
    together(lambda _n: stepping.ask(ticket=chat, agent=agent))
    assert StepUp.objects.filter(ticket=chat).count() == 1


def together(work: object) -> None:
    """Run `work(number)` in four threads at once; what one is refused is not the others'."""
    gate = threading.Barrier(4)

    def run(number: int) -> None:
        gate.wait()
        try:
            work(number)  # type: ignore[operator]
        except Conflict:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


READS = {
    "account": (Assurance.SIGNED_IN, lambda a, p: DemoExchange().account(a, assurance=p)),
    "references": (Assurance.SIGNED_IN, lambda a, p: DemoExchange().references(a, assurance=p)),
    "find": (Assurance.SIGNED_IN, lambda a, p: DemoExchange().find(a, "x", assurance=p)),
    "asked": (Assurance.SIGNED_IN, lambda a, p: DemoExchange().asked(a, "x", assurance=p)),
    "freeze": (
        Assurance.STEPPED_UP,
        lambda a, p: DemoExchange().freeze(a, assurance=p, reason="x"),
    ),
}


@how(max_examples=150, deadline=None)
@given(
    stored=any_of.sampled_from(list(Assurance)),
    left=any_of.one_of(any_of.none(), any_of.integers(-3600, 3600)),
    read=any_of.sampled_from(sorted(READS)),
    other=any_of.booleans(),
)
def test_no_read_below_its_level_ever_succeeds(
    stored: Assurance, left: int | None, read: str, other: bool
) -> None:
    mine, theirs = list(demo._accounts())[:2]
    until = None if left is None else clock.now() + timedelta(seconds=left or 1)
    ticket = Ticket(assurance=stored, stepped_up_until=until)
    ticket.customer = Customer(exchange_account=mine)
    raised = stored >= Assurance.SIGNED_IN and until is not None and until > clock.now()
    level = Assurance.STEPPED_UP if raised else min(stored, Assurance.SIGNED_IN)
    needed, call = READS[read]
    proof = proof_of(ticket)
    unaudited = type(proof)(proof.account, proof.level, subject=None)
    if level >= needed and not other:
        call(mine, unaudited)
    else:
        with pytest.raises(NotAllowed):
            call(theirs if other else mine, unaudited)
