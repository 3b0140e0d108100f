"""The health page tells each process's state."""

from datetime import timedelta

import pytest
from django.test import Client

from octant.kit.clock import moved, now
from octant.project.models import Tick

pytestmark = pytest.mark.django_db


def test_a_worker_that_never_ran_is_not_healthy(client: Client) -> None:
    found = client.get("/healthz").json()
    assert found["ok"] is True
    assert found["worker"] == {"ok": False, "silent_seconds": None}


def test_a_worker_is_healthy_while_it_finishes_things(client: Client) -> None:
    Tick.objects.create(name="tea", due_at=now(), ran_at=now())
    assert client.get("/healthz").json()["worker"]["ok"] is True
    with moved(timedelta(minutes=2)):
        assert client.get("/healthz").json()["worker"]["ok"] is False
