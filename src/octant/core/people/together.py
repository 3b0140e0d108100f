"""What those who answer see of one person: their rows, what ties them, and who may be they too."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Q

from octant.core.people.access import may_answer
from octant.core.people.identities import alike, are_apart, known_of, proof_between, rows_of
from octant.core.people.models import Customer, Merger, User
from octant.kit.errors import NotAllowed, NotFound

LIMIT = 12


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a row and how we know it: verified, exchange, mail or typed."""

    email: str
    how: str


@dataclass(frozen=True, slots=True)
class Identity:
    """One row of a person."""

    customer: Customer
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """All rows of one person, the oldest first, and the mergers that hold, the latest first."""

    identities: tuple[Identity, ...]
    mergers: tuple[Merger, ...]


def together(reader: User, customer: Customer) -> Together:
    """Who this is. Two queries for a row by itself, four for a person of several."""
    _must_answer(reader)
    rows = rows_of(customer)
    keys = [row.pk for row in rows]
    held = Merger.objects.filter(Q(one__in=keys) | Q(other__in=keys), undone_at=None)
    mergers = held.select_related("merged_by", "one", "other").order_by("-merged_at", "-pk")
    found = tuple(mergers) if len(rows) > 1 else ()
    return Together(tuple(_identities(rows)), found)


def _identities(rows: Iterable[Customer]) -> list[Identity]:
    rows = list(rows)
    users = [row.user_id for row in rows if row.user_id is not None]
    verified: dict[int, list[str]] = {}
    for user, email in (
        EmailAddress.objects.filter(user__in=users, verified=True)
        .order_by("-primary", "pk")
        .values_list("user_id", "email")[:100]
    ):
        verified.setdefault(user, []).append(email)
    return [Identity(row, _addresses(row, verified.get(row.user_id or 0, []))) for row in rows]


def _addresses(row: Customer, verified: list[str]) -> tuple[Address, ...]:
    found = [Address(email, "verified") for email in verified]
    if row.email and row.email.casefold() not in {email.casefold() for email in verified}:
        found.append(Address(row.email, _how(row)))
    return tuple(found)


def _how(row: Customer) -> str:
    if row.mail_proved_at is not None:
        return "mail"
    return "exchange" if row.exchange_account and row.user_id is None else "typed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the same person. `proof`: a Merger.Proof, empty where nothing proves
    it; `apart`: they have another account and so cannot be joined."""

    identity: Identity
    proof: str
    apart: bool

    @property
    def may_join(self) -> bool:
        return bool(self.proof) and not self.apart


def candidates(reader: User, customer: Customer) -> list[Candidate]:
    """Others with the same account or address, those who can be joined first; LIMIT at most, one
    for each person, and nobody who works here."""
    _must_answer(reader)
    ours, found, seen = known_of(rows_of(customer)), [], set()
    for row in alike(customer, limit=LIMIT * 2):
        if (row.user is not None and row.user.is_staff) or row.person in seen:
            continue
        if row.person is not None:
            seen.add(row.person)
        theirs = known_of(rows_of(row))
        found.append(
            Candidate(_identities([row])[0], proof_between(ours, theirs), are_apart(ours, theirs))
        )
    return sorted(found, key=lambda each: not each.may_join)[:LIMIT]


def customer_with_id(reader: User, pk: int) -> Customer:
    """One row, for those who answer. Raises `NotFound`."""
    _must_answer(reader)
    found = Customer.objects.filter(pk=pk).first() if 0 < pk < 2**62 else None
    if found is None:
        raise NotFound("")
    return found


def merger_on(reader: User, customer: Customer, pk: int) -> Merger:
    """A merger that holds and ties this very person, for those who answer. Raises `NotFound`."""
    for each in together(reader, customer).mergers:
        if each.pk == pk:
            return each
    raise NotFound("")


def _must_answer(reader: User) -> None:
    if not may_answer(reader):
        raise NotAllowed("")
