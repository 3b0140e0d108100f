"""What each app says of the personal data in its tables, in a module `privacy` of its own.

    KINDS         kinds of data with a time to live          (Kind)
    PERSONAL      tables that go into a person's export      (Personal)
    NOT_EXPORTED  tables near a person that do not, and why  (NotExported)
    ERASERS       how a person's rows are removed            (Eraser)
    KEPT          what stays after an erasure, and why       (Kept)

`core/privacy` reads them all and knows no table by name, so adding an app is adding its module.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.db.models import DateTimeField, Q, QuerySet
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COUNT_CAP = 100_000  # a preview that counts further would read a whole table


@dataclass(frozen=True, slots=True)
class Holds:
    """Legal holds in force: customers and tickets of which nothing may be removed."""

    customers: tuple[int, ...] = ()
    tickets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """What one batch did. `more`: call again, there may be others."""

    rows: int
    more: bool = False


class Store(Protocol):
    """A place where one kind of data lies."""

    def due(self, before: datetime, holds: Holds) -> int:
        """How many are older than `before` and not held; counts to COUNT_CAP."""

    def oldest(self, holds: Holds) -> datetime | None:
        """When the oldest that is not held began to age."""

    def remove(self, before: datetime, holds: Holds, limit: int) -> Removed:
        """Remove at most about `limit` of them. Runs inside a transaction of its own."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that age from the moment in column `at`.

    `customer` and `ticket` are lookups from a row to the ids that a legal hold names; `held`
    finds held rows where no lookup can. `delete` removes the rows with these keys, bytes and
    all; without it they are simply deleted.
    """

    rows: Callable[[], QuerySet[Any]]
    at: str
    customer: str = ""
    ticket: str = ""
    held: Callable[[Holds], Q] | None = None
    delete: Callable[[list[Any]], Removed] | None = None

    def due(self, before: datetime, holds: Holds) -> int:
        return self._over(before, holds)[:COUNT_CAP].count()

    def oldest(self, holds: Holds) -> datetime | None:
        found = self._free(holds).order_by(self.at).values_list(self.at, flat=True).first()
        if isinstance(found, date) and not isinstance(found, datetime):
            return datetime(found.year, found.month, found.day, tzinfo=UTC)
        return found if isinstance(found, datetime) else None

    def remove(self, before: datetime, holds: Holds, limit: int) -> Removed:
        rows = self._over(before, holds).order_by(self.at)
        locked = rows.select_for_update(of=("self",), skip_locked=True)
        keys = list(locked.values_list("pk", flat=True)[:limit])
        if not keys:
            return Removed(0)
        if self.delete is not None:
            done = self.delete(keys)
            return Removed(done.rows, done.more or len(keys) == limit)
        self.rows().model._base_manager.filter(pk__in=keys).delete()
        return Removed(len(keys), len(keys) == limit)

    def _over(self, before: datetime, holds: Holds) -> QuerySet[Any]:
        timed = isinstance(self.rows().model._meta.get_field(self.at), DateTimeField)
        return self._free(holds).filter(**{f"{self.at}__lt": before if timed else before.date()})

    def _free(self, holds: Holds) -> QuerySet[Any]:
        rows = self.rows().filter(**{f"{self.at}__isnull": False})
        if self.customer and holds.customers:
            rows = rows.exclude(**{f"{self.customer}__in": holds.customers})
        if self.ticket and holds.tickets:
            rows = rows.exclude(**{f"{self.ticket}__in": holds.tickets})
        if self.held is not None and (holds.customers or holds.tickets):
            rows = rows.exclude(self.held(holds))
        return rows


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data and how long it is kept.

    `days` is the usual time; a workspace and its leads may choose from `least` to `most`.
    `fixed`: the time is part of how the product works and not to be chosen.
    """

    key: str
    name: "StrOrPromise"
    about: "StrOrPromise"  # what it is, in the plain words of a page for customers
    days: int
    store: Store
    least: int = 1
    most: int = 3650
    fixed: bool = False
    private: bool = False  # about staff or machines: not shown to customers
    batch: int = 200
    order: int = 50  # on pages and in a run; what a customer thinks of first comes first


@dataclass(frozen=True, slots=True)
class Personal:
    """A table whose rows about a person go into their export.

    `owner` is the lookup from a row to the customer, or with `user` to the user; `id` for the
    person's own row. All columns are exported but `withheld`; `more` adds what they do not say.
    """

    model: str  # "tickets.Message"
    section: str
    owner: str
    user: bool = False
    account: bool = False  # `owner` is compared with the exchange account
    only: Q = field(default_factory=Q)
    withheld: tuple[str, ...] = ()
    more: Callable[[Any], dict[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class NotExported:
    """A table that foreign keys tie to people and that an export leaves out, with the reason."""

    model: str
    why: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an erasure is about, gathered before anything of them is removed."""

    customer: int
    user: int | None = None
    emails: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    tickets: tuple[int, ...] = ()
    public_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Eraser:
    """One step of an erasure: `remove(subject, limit)` in a transaction of its own, again and
    again while it answers `more`; safe to repeat. Lower `order` comes first."""

    key: str
    name: "StrOrPromise"
    order: int
    remove: Callable[[Subject, int], Removed]


@dataclass(frozen=True, slots=True)
class Kept:
    """What an erasure leaves, in which form, and why it must."""

    key: str
    name: "StrOrPromise"
    why: "StrOrPromise"


@dataclass(frozen=True, slots=True)
class Register:
    """What all apps declared."""

    kinds: tuple[Kind, ...]
    personal: tuple[Personal, ...]
    not_exported: tuple[NotExported, ...]
    erasers: tuple[Eraser, ...]
    kept: tuple[Kept, ...]


@cache
def register() -> Register:
    """Everything that the installed apps declare, kinds and erasers in their order."""
    return Register(
        kinds=tuple(sorted(_declared("KINDS"), key=lambda kind: kind.order)),
        personal=tuple(_declared("PERSONAL")),
        not_exported=tuple(_declared("NOT_EXPORTED")),
        erasers=tuple(sorted(_declared("ERASERS"), key=lambda eraser: eraser.order)),
        kept=tuple(_declared("KEPT")),
    )


def _declared(name: str) -> Iterator[Any]:
    for config in apps.get_app_configs():
        if config.name.startswith("octant.") and module_has_submodule(config.module, "privacy"):
            yield from getattr(import_module(f"{config.name}.privacy"), name, ())
