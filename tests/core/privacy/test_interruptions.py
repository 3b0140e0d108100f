"""Several at once, and one that is killed: nothing is removed twice, lost or forgotten."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import LazySettings
from django.db import close_old_connections, connection, transaction
from tests.core.privacy.conftest import Traces
from tests.core.tickets.factories import a_customer, a_ticket

from octant.core.people.models import User
from octant.core.privacy.models import Erasure, Run
from octant.core.privacy.services import erasing
from octant.core.privacy.services.holds import place_hold
from octant.core.privacy.services.retention import enforce
from octant.core.privacy.services.steps import erase_due
from octant.core.tickets.models import Message, Ticket
from octant.kit.clock import now

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 60


def many(count: int) -> None:
    """So many chats whose time is over."""
    for _ in range(count):
        a_ticket(a_customer())
    Ticket.objects.update(status="solved", last_activity_at=now() - timedelta(days=800))


def process(code: str, settings: LazySettings) -> "subprocess.Popen[bytes]":
    """A worker of its own on the tests' database and home."""
    name = str(connection.settings_dict["NAME"])
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
    environment = os.environ | {
        "DATABASE_URL": urlunsplit(address),
        "OCTANT_HOME": str(settings.OCTANT_HOME),
        "OCTANT_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "octant.project.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_when(worker: "subprocess.Popen[bytes]", left: int) -> None:
    """Kill it without warning once fewer than `left` tickets are there."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while Ticket.objects.count() >= left:
        assert time.monotonic() < deadline and worker.poll() is None, "it did not begin"
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def test_a_run_killed_between_batches_is_finished_by_the_next_worker(
    settings: LazySettings,
) -> None:
    many(400)
    code = "from octant.core.privacy.services.retention import enforce; enforce(budget_seconds=99)"
    kill_when(process(code, settings), left=400)
    cut = Run.objects.get()
    gone = 400 - Ticket.objects.count()
    assert cut.finished_at is None and cut.removed["chats"] == gone
    enforce(budget_seconds=60)
    done = Run.objects.get()
    assert done.finished_at is not None and done.removed["chats"] == 400
    assert not Message.objects.exists()


def test_an_erasure_killed_between_batches_is_finished_by_the_next_worker(
    settings: LazySettings, admin: User, lead: User
) -> None:
    customer = a_customer(name="Zebulon Quartz")
    for _ in range(450):
        a_ticket(customer)
    asked = erasing.ask_for(actor=admin, customer=customer)
    erasing.confirm(actor=lead, public_id=asked.public_id)
    code = "from octant.core.privacy.services.steps import erase_due; erase_due(budget_seconds=99)"
    kill_when(process(code, settings), left=450)
    asked.refresh_from_db()
    assert asked.state == Erasure.State.RUNNING
    assert asked.removed["tickets"] == 450 - Ticket.objects.count()
    assert erase_due(budget_seconds=60) == 1
    asked.refresh_from_db()
    assert asked.removed["tickets"] == 450 and not Ticket.objects.exists()


def alone(work: object) -> object:
    try:
        return work()  # type: ignore[operator]
    finally:
        close_old_connections()
        connection.close()


def test_workers_side_by_side_share_one_run() -> None:
    many(200)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(alone, lambda: enforce(budget_seconds=60)) for _ in range(4)]
        removed = [int(str(job.result())) for job in jobs]
    enforce(budget_seconds=60)
    assert Run.objects.get().removed["chats"] == 200
    assert sum(removed) <= Run.objects.get().removed["chats"] + 10


def test_asking_from_many_windows_is_asking_once(traces: Traces, admin: User) -> None:
    with ThreadPoolExecutor(6) as pool:
        ask = lambda: erasing.ask_for(actor=admin, customer=traces.customer)  # noqa: E731
        made = {str(job.result()) for job in [pool.submit(alone, ask) for _ in range(6)]}
    assert len(made) == 1 and Erasure.objects.count() == 1


def test_a_hold_placed_during_a_batch_waits_for_it_and_binds_the_next(lead: User) -> None:
    many(120)
    kept = Ticket.objects.order_by("-pk").first()
    assert kept is not None
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            place_hold(actor=lead, ticket=kept, reason="Case 10")
            running = pool.submit(alone, lambda: enforce(budget_seconds=60))
            with pytest.raises(TimeoutError):
                running.result(timeout=1)
            assert Ticket.objects.count() == 120
        running.result(timeout=PATIENCE_SECONDS)
    assert list(Ticket.objects.all()) == [kept]
