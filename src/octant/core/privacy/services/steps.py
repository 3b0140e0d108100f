"""Carry out erasures: every app's step, batch by batch.

Each batch, its figures and whether its step is through are one transaction. What must be known
of the person is gathered before the first step and emptied with the last, so that an erasure
that a killed worker left goes on where it was.
"""

import time
from dataclasses import asdict
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from octant.core.people.identities import ids_of
from octant.core.people.models import Customer
from octant.core.ports.privacy import Eraser, Subject, register
from octant.core.privacy.erased_list import NAME, Line, add, mark_of, read
from octant.core.privacy.holding import is_held, settle_holds
from octant.core.privacy.models import Erasure
from octant.core.privacy.services.erasing import WITH
from octant.core.safety import audit
from octant.kit.clock import now
from octant.kit.ids import spoken

State = Erasure.State
BATCH = 100
BUDGET_SECONDS = 20.0


def erase_due(*, budget_seconds: float = BUDGET_SECONDS) -> int:
    """Go on with what is due; returns how many erasures were finished."""
    until, finished = time.monotonic() + budget_seconds, 0
    due = Erasure.objects.filter(state__in=(State.WAITING, State.RUNNING), due_at__lte=now())
    for pk in list(due.order_by("due_at").values_list("pk", flat=True)[:20]):
        finished += _carry_out(pk, until)
        if time.monotonic() > until:
            break
    return finished


def _carry_out(pk: int, until: float) -> bool:
    while time.monotonic() <= until:
        try:
            state = step(erasure_id=pk)
        except ProtectedError:  # something new came in behind a step that was through
            Erasure.objects.filter(pk=pk).update(done=[])
            continue
        if state != State.RUNNING:
            return state == State.DONE
    return False


@transaction.atomic
def step(*, erasure_id: int) -> str | None:
    """One batch; the state after it, None while another worker has it or nothing is to do."""
    rows = Erasure.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.filter(pk=erasure_id, state__in=(State.WAITING, State.RUNNING)).first()
    if row is None or row.due_at > now():
        return None
    settle_holds()
    if row.state == State.WAITING:
        return _begin(row)
    subject = _subject(row)
    left = [eraser for eraser in register().erasers if eraser.key not in row.done]
    if not left:
        return _finish(row)
    _batch(row, left[0], subject)
    return State.RUNNING


def _begin(row: Erasure) -> str | None:
    subject = gather(row)
    if is_held(subject.customer, subject.tickets):
        row.held = True
        row.save(update_fields=["held"])
        return None
    _list(row)
    _also(row)
    row.state, row.held, row.subject = State.RUNNING, False, asdict(subject)
    row.save(update_fields=["state", "held", "subject"])
    return State.RUNNING


def _list(row: Erasure) -> None:
    """Before the transaction ends: from here on there is no way back, and a line too many is of
    an erasure that begins again in a moment."""
    if row.customer is None:
        return
    home = Path(settings.OCTANT_HOME)
    mark = mark_of(row.customer.pk, row.customer.created_at)
    if mark not in {line.mark for line in read(home / NAME)}:
        add(home, Line(row.customer.pk, mark, row.public_id, now().isoformat()))


def _also(row: Erasure) -> None:
    """The other rows of the same person, each by an erasure of its own that is due at once."""
    if row.customer is None:
        return
    asked = set(row.subject.get(WITH, ())) - {row.customer.pk}
    for other in Customer.objects.filter(pk__in=asked & set(ids_of(row.customer))).order_by("pk"):
        waiting = Erasure.objects.filter(customer=other, state__in=(State.WAITING, State.RUNNING))
        if waiting.filter(state=State.WAITING).update(due_at=now()) or waiting.exists():
            continue
        Erasure.objects.create(
            public_id=spoken(),
            customer=other,
            by_customer=row.by_customer,
            asked_by=row.asked_by,
            confirmed_by=row.confirmed_by,
            asked_at=row.asked_at,
            due_at=now(),
        )


def gather(row: Erasure) -> Subject:
    """Who they are, in every way in which other tables name them."""
    customer = row.customer
    if customer is None:
        return Subject(customer=0)
    emails = {customer.email, customer.user.email if customer.user else ""}
    if customer.user is not None:
        addresses = apps.get_model("account.EmailAddress")._base_manager
        emails |= set(addresses.filter(user=customer.user).values_list("email", flat=True))
    tickets = list(
        apps.get_model("tickets.Ticket")
        ._base_manager.filter(customer=customer)
        .values_list("pk", "public_id")
    )
    return Subject(
        customer=customer.pk,
        user=customer.user_id,
        emails=tuple(sorted(emails - {""})),
        accounts=(customer.exchange_account,) if customer.exchange_account else (),
        tickets=tuple(pk for pk, _public in tickets),
        public_ids=tuple(public for _pk, public in tickets),
    )


def _subject(row: Erasure) -> Subject:
    stored = row.subject
    return Subject(
        customer=stored["customer"],
        user=stored["user"],
        emails=tuple(stored["emails"]),
        accounts=tuple(stored["accounts"]),
        tickets=tuple(stored["tickets"]),
        public_ids=tuple(stored["public_ids"]),
    )


def _batch(row: Erasure, eraser: Eraser, subject: Subject) -> None:
    done = eraser.remove(subject, BATCH)
    row.removed[eraser.key] = row.removed.get(eraser.key, 0) + done.rows
    if not done.more:
        row.done.append(eraser.key)
    row.save(update_fields=["removed", "done"])


def _finish(row: Erasure) -> str:
    # The number leads nowhere, unless an older backup is restored: then they can be found again.
    row.state, row.ended_at = State.DONE, now()
    row.subject = {"customer": row.subject["customer"]}
    row.save(update_fields=["state", "ended_at", "subject"])
    audit.record(actor=None, verb="erase_person", subject=row, removed=row.removed)
    return State.DONE
