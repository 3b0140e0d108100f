"""Events reach every consumer that wants them, at least once, and never before the commit."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from octant.core.outbox import consumers
from octant.core.outbox.events import DomainEvent
from octant.core.outbox.models import Delivery, Event
from octant.core.outbox.services import CLAIM_SECONDS, MAX_ATTEMPTS, deliver_due, publish
from octant.kit import clock

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, slots=True)
class LampLit(DomainEvent):
    lamp: int


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What the consumer `ear` was handed."""
    taken: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setitem(consumers._handlers, "ear", lambda name, data: taken.append((name, data)))
    monkeypatch.setitem(consumers._wants, "LampLit", ["ear"])
    return taken


def test_an_event_reaches_its_consumer_once(heard: list[Any]) -> None:
    with transaction.atomic():
        publish(LampLit(lamp=7))
    assert deliver_due() == 1
    assert deliver_due() == 0
    assert heard == [("LampLit", {"lamp": 7})]


def test_an_event_of_a_rolled_back_transaction_never_happened(heard: list[Any]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(LampLit(lamp=7))
        raise RuntimeError
    assert deliver_due() == 0
    assert not Event.objects.exists()


def test_a_failing_consumer_is_asked_again_later_and_in_the_end_left_visible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(name: str, data: dict[str, Any]) -> None:
        raise ValueError("no")

    monkeypatch.setitem(consumers._handlers, "ear", refuse)
    monkeypatch.setitem(consumers._wants, "LampLit", ["ear"])
    with transaction.atomic():
        publish(LampLit(lamp=7))
    for attempt in range(MAX_ATTEMPTS):
        with clock.moved(timedelta(hours=2 * attempt)):
            assert deliver_due() == 1
    with clock.moved(timedelta(days=30)):
        assert deliver_due() == 0
    row = Delivery.objects.get()
    assert row.failed_at is not None
    assert row.error == "ValueError: no"


def test_what_a_dead_process_had_claimed_comes_back(heard: list[Any]) -> None:
    with transaction.atomic():
        publish(LampLit(lamp=7))
    from octant.core.outbox.services import _claim

    assert len(_claim(10)) == 1
    assert deliver_due() == 0
    with clock.moved(timedelta(seconds=CLAIM_SECONDS + 1)):
        assert deliver_due() == 1
    assert len(heard) == 1


def test_a_consumers_own_writes_vanish_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def half_done(name: str, data: dict[str, Any]) -> None:
        Event.objects.create(name="trace", payload={}, at=clock.now())
        raise ValueError("halfway")

    monkeypatch.setitem(consumers._handlers, "ear", half_done)
    monkeypatch.setitem(consumers._wants, "LampLit", ["ear"])
    with transaction.atomic():
        publish(LampLit(lamp=7))
    deliver_due()
    assert not Event.objects.filter(name="trace").exists()
