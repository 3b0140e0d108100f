"""Reads of privacy; each takes the reader, who leads, or is the person it is about."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from octant.core.people.access import may_lead
from octant.core.people.identities import ids_of
from octant.core.people.models import Customer, User
from octant.core.ports.privacy import COUNT_CAP, Kind, register
from octant.core.privacy import periods
from octant.core.privacy.holding import holds
from octant.core.privacy.models import Consent, Erasure, Export, Hold, Run
from octant.kit.clock import now
from octant.kit.errors import NotAllowed, NotFound

OPEN = (Erasure.State.WAITING, Erasure.State.RUNNING)
RUNS = 7
PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A kind as leads see it. `due`: what the next run removes, to COUNT_CAP; `next_at`: when
    the oldest that is still in time comes due."""

    kind: Kind
    days: int
    due: int
    next_at: datetime | None
    removed: int  # by the last finished run

    @property
    def many(self) -> bool:
        return self.due >= COUNT_CAP


@dataclass(frozen=True, slots=True)
class Board:
    """The page of retention."""

    rows: list[Row]
    runs: list[Run]
    open_run: Run | None
    total: dict[int, int] = field(default_factory=dict)  # {run: rows removed}


def demand_lead(reader: Any) -> None:
    if not may_lead(reader):
        raise NotAllowed(_("Only leads may see this."))


def board(reader: User) -> Board:
    """Every kind with its time, what is due, and what the last runs removed."""
    demand_lead(reader)
    runs = list(Run.objects.exclude(finished_at=None).order_by("-started_at")[:RUNS])
    last = runs[0].removed if runs else {}
    days, held = periods.days(), holds()
    rows = []
    for kind in register().kinds:
        oldest = kind.store.oldest(held)
        comes = oldest + timedelta(days=days[kind.key]) if oldest else None
        due = kind.store.due(periods.before(days[kind.key]), held)
        removed = int(last.get(kind.key, 0))
        rows.append(Row(kind, days[kind.key], due, comes if comes and not due else None, removed))
    total = {run.pk: sum(run.removed.values()) for run in runs}
    return Board(rows, runs, Run.objects.filter(finished_at=None).first(), total)


def preview(reader: User, *, kind: str, days: int) -> int:
    """How many rows would go now if `kind` were kept for `days`; counts to COUNT_CAP."""
    demand_lead(reader)
    found = next((k for k in register().kinds if k.key == kind), None)
    if found is None:
        raise NotFound(_("There is no such kind of data."))
    return found.store.due(periods.before(periods.within(found, days)), holds())


@dataclass(frozen=True, slots=True)
class Own:
    """What a person's own page shows."""

    kept: list[tuple[Kind, int]]
    exports: list[Export]
    consents: list[Consent]
    erasure: Erasure | None
    preparing: bool


def own(user: User) -> Own:
    """A customer's data page. Kinds that have nothing to do with customers are left out."""
    days = periods.days()
    customer = Customer.objects.filter(user=user).first()
    exports = Export.objects.filter(customer=customer, asked_by=user) if customer else None
    fresh = list(exports.filter(expires_at__gt=now()).order_by("-pk")[:3]) if exports else []
    theirs = ids_of(customer) if customer else ()
    consents = Consent.objects.filter(customer__in=theirs).order_by("-given_at")[:20]
    return Own(
        kept=[(k, days[k.key]) for k in register().kinds if not k.private],
        exports=fresh,
        consents=list(consents) if customer else [],
        erasure=open_erasure(customer),
        preparing=any(e.ready_at is None and not e.error for e in fresh),
    )


def open_erasure(customer: Customer | None) -> Erasure | None:
    """The erasure of this customer that waits or runs, if any: asked for in this row, else in
    another row of theirs."""
    if customer is None:
        return None
    found = Erasure.objects.filter(customer__in=ids_of(customer), state__in=OPEN)
    return min(found, key=lambda row: (row.customer_id != customer.pk, row.pk), default=None)


def has_consent(customer: Customer, kind: str, version: str) -> bool:
    """Whether they agree, today, to being recorded in this way and in these words."""
    given = Consent.objects.filter(customer=customer, kind=kind, version=version)
    return given.filter(withdrawn_at=None).exists()


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What leads do for one customer's data."""

    customer: Customer
    holds: list[Hold]
    exports: list[Export]
    erasure: Erasure | None
    consents: list[Consent]


def person_file(reader: User, pk: int) -> PersonFile:
    """One customer, for leads. Raises `NotFound`."""
    demand_lead(reader)
    customer = Customer.objects.select_related("user").filter(pk=pk).first()
    if customer is None:
        raise NotFound(_("There is no such customer."))
    theirs = ids_of(customer)
    tickets = apps.get_model("tickets.Ticket")._base_manager.filter(customer__in=theirs)
    held = Hold.objects.filter(lifted_at=None).select_related("ticket", "placed_by")
    on_them = held.filter(customer__in=theirs) | held.filter(ticket__in=tickets.values("pk"))
    mine = Export.objects.filter(customer=customer, asked_by=reader, expires_at__gt=now())
    return PersonFile(
        customer=customer,
        holds=list(on_them.order_by("-placed_at")[:50]),
        exports=list(mine.order_by("-pk")[:3]),
        erasure=open_erasure(customer),
        consents=list(Consent.objects.filter(customer__in=theirs).order_by("-given_at")[:20]),
    )


@dataclass(frozen=True, slots=True)
class Erasures:
    """Requests, newest first; `next` is the id to go on from, empty at the end."""

    rows: list[Erasure]
    next: str = ""


def erasure_page(reader: User, *, after: str = "") -> Erasures:
    """All requests for erasure, for leads, a page at a time."""
    demand_lead(reader)
    rows = Erasure.objects.select_related("customer", "asked_by", "confirmed_by").order_by("-pk")
    if after.isascii() and after.isdigit() and len(after) < 18:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE + 1])
    return Erasures(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def erasure_for(reader: User, public_id: str) -> Erasure:
    """One request with its report, for leads. Raises `NotFound`."""
    demand_lead(reader)
    rows = Erasure.objects.select_related("customer", "asked_by", "confirmed_by")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such request."))
    return found


def report_of(erasure: Erasure) -> list[tuple[Any, int]]:
    """(what, rows) of each step that is through."""
    names = {eraser.key: eraser.name for eraser in register().erasers}
    return [(names.get(key, key), int(erasure.removed.get(key, 0))) for key in erasure.done]
