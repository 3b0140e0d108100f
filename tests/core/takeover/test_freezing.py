"""An account is frozen once, whatever is pressed twice and whatever dies meanwhile."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from octant.core.exchange.adapters.demo import DemoExchange
from octant.core.exchange.models import Freeze
from octant.core.exchange.port import ExchangeUnavailable
from octant.core.outbox.services import deliver_due
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.proof.services import stepping
from octant.core.takeover import rules
from octant.core.takeover.models import Case
from octant.core.takeover.services.cases import open_case
from octant.core.takeover.services.freezing import allow, carry_out, carry_out_due, try_again, want
from octant.core.tickets.models import Ticket
from octant.kit import clock
from octant.kit.errors import NotAllowed

PAGE = "/zh-hans/compromised/"


@pytest.fixture
def case(ticket: Ticket) -> Case:
    return open_case(ticket=ticket, source="words")


def confirmed(ticket: Ticket, session: str = "mine") -> Ticket:
    stepping.confirm(step_up=stepping.ask(ticket=ticket), method="totp", session=session)
    ticket.refresh_from_db()
    return ticket


def later(monkeypatch: pytest.MonkeyPatch, span: timedelta) -> None:
    moment = clock.now() + span
    monkeypatch.setattr("octant.core.takeover.services.freezing.now", lambda: moment)


class Away:
    """An exchange that does not answer."""

    def freeze(self, *args: Any, **given: Any) -> None:
        raise ExchangeUnavailable("away")


def away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octant.core.takeover.services.freezing.exchange", Away)


def back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octant.core.takeover.services.freezing.exchange", DemoExchange)


def test_without_proof_a_wish_stays_a_wish(ticket: Ticket, case: Case) -> None:
    want(ticket=ticket)
    with pytest.raises(NotAllowed):
        allow(ticket=ticket)
    assert carry_out_due() == 0
    assert not Freeze.objects.exists()


def test_with_proof_it_is_frozen_once_however_often_it_is_pressed(
    ticket: Ticket, case: Case, account: str
) -> None:
    for _press in range(3):
        want(ticket=ticket)
    confirmed(ticket)
    for _press in range(3):
        allow(ticket=ticket)
        carry_out(case.pk)
    case.refresh_from_db()
    assert case.frozen == ["sign_in", "withdrawals", "api_keys"]
    assert Freeze.objects.get().account == account
    for code in ("freeze_asked", "account_frozen"):
        assert ticket.messages.filter(data__code=code).count() == 1


def test_proof_without_a_wish_freezes_nothing(ticket: Ticket, case: Case) -> None:
    assert allow(ticket=confirmed(ticket)) is None
    assert not Freeze.objects.exists()


@pytest.mark.parametrize("level", [level for level in Assurance if level < Assurance.SIGNED_IN])
def test_who_is_not_signed_in_freezes_nobodys_account(
    ticket: Ticket, case: Case, level: Assurance
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(assurance=level)
    ticket.refresh_from_db()
    with pytest.raises(NotAllowed):
        want(ticket=ticket)


def test_a_process_that_died_after_the_wish_is_made_good_by_the_worker(
    ticket: Ticket, case: Case
) -> None:
    want(ticket=ticket)
    confirmed(ticket)  # and dies before it goes on: only the event is left
    deliver_due()
    carry_out_due()
    case.refresh_from_db()
    assert case.frozen_at is not None


def test_a_process_that_died_while_the_exchange_froze_is_made_good_too(
    ticket: Ticket, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dies(DemoExchange):
        def freeze(self, *args: Any, **given: Any) -> Any:
            super().freeze(*args, **given)
            raise SystemExit

    want(ticket=ticket)
    allow(ticket=confirmed(ticket))
    monkeypatch.setattr("octant.core.takeover.services.freezing.exchange", Dies)
    with pytest.raises(SystemExit):
        carry_out(case.pk)
    back(monkeypatch)
    assert carry_out_due() == 0  # claimed: perhaps it is still at it
    later(monkeypatch, rules.CLAIM + timedelta(seconds=1))
    assert carry_out_due() == 1
    case.refresh_from_db()
    assert case.frozen_at is not None
    assert Freeze.objects.count() == 1
    assert ticket.messages.filter(data__code="account_frozen").count() == 1


def test_the_proof_need_not_last_until_the_exchange_is_back(
    ticket: Ticket, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    away(monkeypatch)
    want(ticket=ticket)
    allow(ticket=confirmed(ticket))
    carry_out(case.pk)
    Ticket.objects.filter(pk=ticket.pk).update(stepped_up_until=None)
    back(monkeypatch)
    later(monkeypatch, timedelta(hours=1))
    carry_out_due()
    case.refresh_from_db()
    assert case.frozen_at is not None and case.error == ""
    assert ticket.messages.filter(data__code="freeze_delayed").count() == 1


def test_an_exchange_that_stays_away_ends_in_sight_and_can_be_tried_again(
    ticket: Ticket, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    away(monkeypatch)
    want(ticket=ticket)
    allow(ticket=confirmed(ticket))
    for hours in range(20):
        later(monkeypatch, timedelta(hours=hours + 1))
        carry_out_due()
    case.refresh_from_db()
    assert (case.freeze_failed, case.tries) == (True, rules.MAX_FREEZE_TRIES)
    assert ticket.messages.filter(data__code="freeze_failed").count() == 1
    back(monkeypatch)
    try_again(ticket=ticket)
    carry_out_due()
    case.refresh_from_db()
    assert case.frozen_at is not None and not case.freeze_failed


@pytest.mark.django_db(transaction=True)
def test_four_at_once_freeze_once(ticket: Ticket, case: Case) -> None:
    want(ticket=ticket)
    allow(ticket=confirmed(ticket))
    gate = threading.Barrier(4)

    def run() -> None:
        gate.wait()
        try:
            carry_out(case.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert Freeze.objects.count() == 1
    assert ticket.messages.filter(data__code="account_frozen").count() == 1


def test_the_page_leads_from_the_first_press_to_the_frozen_account(
    client: Client, wei: User, customer: Customer
) -> None:
    client.force_login(wei)
    form = client.get(PAGE).context["form"]
    press = {"client_id": str(form.initial["client_id"]), "freeze": ""}
    assert client.post(f"{PAGE}report/", press)["Location"] == "/zh-hans/confirm/"
    client.post("/zh-hans/confirm/", {"exchange": ""})
    client.post("/zh-hans/confirm/app/", {"yes": ""})
    assert client.post("/zh-hans/confirm/look/").json()["go"] == PAGE
    page = client.get(PAGE).content.decode()
    assert "您的账户已冻结" in page and "登录、提现、API 密钥" in page
    assert "只有我们的安全团队能解除冻结" in page
    for _press in range(2):
        assert client.post(f"{PAGE}freeze/")["Location"] == PAGE
        assert client.post(f"{PAGE}report/", press)["Location"] == PAGE
    assert Case.objects.count() == Freeze.objects.count() == 1


def test_another_session_of_the_customer_has_to_confirm_itself(
    client: Client, wei: User, ticket: Ticket, case: Case
) -> None:
    confirmed(ticket, session="another")
    client.force_login(wei)
    assert client.post(f"{PAGE}freeze/")["Location"] == "/zh-hans/confirm/"
    assert not Freeze.objects.exists()
