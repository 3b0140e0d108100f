"""Categories are learned from solved tickets, measured, kept by version, and taken back."""

from typing import Any

import pytest
from tests.core.routing.test_assignment import chat

from octant.core.knowledge.models import Category
from octant.core.routing.services import training
from octant.core.routing.understanding import trained, understand
from octant.core.tickets.models import Ticket
from octant.kit.errors import DomainError, NotFound

pytestmark = pytest.mark.django_db


def solved(category: str, text: str, count: int) -> None:
    topic, _made = Category.objects.get_or_create(key=category, defaults={"names": {"en": "?"}})
    for number in range(count):
        ticket = chat(text=f"{text} {number}")
        Ticket.objects.filter(pk=ticket.pk).update(status="solved", category=topic)


def test_it_learns_words_that_no_rule_knows_and_can_be_taken_back() -> None:
    with pytest.raises(DomainError) as refusal:
        training.train_categories()
    assert refusal.value.code == "too_few"
    solved("gadgets", "the zorblax of my gizmo blinks red", 40)
    solved("wares", "das frobnicate paket fehlt immer noch", 40)
    found = training.train_categories()
    assert found.used and found.accuracy == 1.0 and found.rules < 0.5
    assert found.held_out >= 4
    read = understand("zorblax blinks")
    assert (read.category, read.topic.by) == ("gadgets", "model")
    assert training.train_categories().version == found.version
    training.use("")
    assert understand("zorblax blinks").category == ""
    training.use(found.version)
    assert understand("zorblax blinks").category == "gadgets"
    with pytest.raises(NotFound):
        training.use("nosuchmodel0")


def test_what_is_not_sure_is_left_to_the_rules() -> None:
    solved("gadgets", "the zorblax of my gizmo blinks red", 30)
    solved("wares", "das frobnicate paket fehlt immer noch", 30)
    training.train_categories()
    guess: Any = trained.guess("something else entirely")
    assert guess.confidence < trained.SURE
    assert understand("something else entirely").topic.by == "rules"


def test_a_broken_file_counts_as_none() -> None:
    solved("gadgets", "the zorblax of my gizmo blinks red", 30)
    solved("wares", "das frobnicate paket fehlt immer noch", 30)
    version = training.train_categories().version
    (trained.folder() / version).write_bytes(b"broken")
    training.use(version)
    assert trained.current() is None
    assert understand("zorblax blinks").category == ""
