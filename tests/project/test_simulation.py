"""Simulated load: of a demonstration alone, through the same doors as people, and once."""

from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from octant.core.people.models import User
from octant.core.routing.models import AgentState
from octant.core.routing.services.presence import set_presence
from octant.core.routing.tasks import tend_queue
from octant.core.tickets.models import Message, Status, Ticket
from octant.kit.clock import now
from octant.kit.errors import DomainError
from octant.project.demo import load_demo
from octant.project.simulation.past import fill_past
from octant.project.simulation.present import PATIENCE_SECONDS, Simulation
from octant.project.simulation.samples import Samples, samples
from octant.reactions.insights.selectors import report
from octant.reactions.insights.services.counting import count_stale
from octant.reactions.insights.services.marking import mark_news

FOLDER = Path(settings.OCTANT_WORKSPACE)


@pytest.fixture
def demo(transactional_db: None) -> Samples:
    load_demo(FOLDER)
    return samples(FOLDER)


@pytest.mark.django_db
def test_real_customers_are_not_mixed_with_invented_ones() -> None:
    with pytest.raises(DomainError, match="no demonstration"):
        samples(FOLDER)


def test_the_past_is_written_once_and_counted(demo: Samples) -> None:
    before = set(Ticket.objects.values_list("pk", flat=True))
    told = list(fill_past(demo, tickets=30, days=10, seed=7))
    assert told == [20, 30]
    assert list(fill_past(demo, tickets=30, days=10, seed=7)) == told
    made = Ticket.objects.exclude(pk__in=before)
    assert made.count() == 30
    assert not made.exclude(status=Status.SOLVED).exists()
    assert not made.filter(created_at__gt=now() - timedelta(days=1)).exists()
    assert not made.filter(created_at__lt=now() - timedelta(days=10)).exists()
    mark_news()
    while count_stale():
        pass
    lead = User.objects.get(role="lead")
    line = report(lead, group="day", since=now() - timedelta(days=11), until=now()).total
    assert line.begun >= 30 and line.solved >= 30
    assert line.rated >= made.exclude(rating=None).count() > 0


def test_chats_are_offered_taken_answered_and_ended(demo: Samples) -> None:
    maya = User.objects.get(email="maya@agents.kraken.example")
    set_presence(user=maya, presence="online")
    simulation = Simulation(demo, rate=60, random=Random(3))
    simulation._sign_on()
    assert maya not in simulation.agents, "who is there by themselves is left alone"
    clock = count(1000, 2)
    while simulation.counts.begun < 12:
        simulation.step(float(next(clock)))
        tend_queue()
    simulation.rate = 0
    for _step in range(400):
        simulation.step(float(next(clock)))
        tend_queue()
        if simulation.counts.solved >= 3:
            break
    counts = simulation.counts
    assert counts.answered >= counts.solved >= 3
    solved = Ticket.objects.filter(context__simulated=True, status=Status.SOLVED).first()
    assert solved is not None and solved.assignee is not None and solved.assignee != maya
    sides = Message.objects.filter(ticket=solved, kind="message").values_list("author_kind")
    assert {side for (side,) in sides} >= {"customer"}
    for agent in simulation.agents:
        set_presence(user=agent, presence="away")
    simulation.rate = 60
    simulation.step(float(next(clock)))  # one more, for whom nobody is there
    simulation.rate = 0
    simulation.step(float(next(clock)) + 100 * PATIENCE_SECONDS)
    assert counts.left >= 1, "who waits in vain leaves"
    simulation._sign_off()
    assert not Ticket.objects.filter(live=True, context__simulated=True).exists()
    online = AgentState.objects.filter(presence="online").values_list("user__email", flat=True)
    assert list(online) == [maya.email]
