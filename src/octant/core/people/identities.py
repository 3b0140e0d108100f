"""One person in several rows: who they are together, and what proves that two rows are one.

A row is an identity: what came by one address, account or sign-in. Mergers only tie rows together
(docs/adr/0023); tickets, keys and levels of assurance stay with the row that they came by.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.db.models import F, Q

from octant.core.people.models import Customer, Merger

MOST = 30  # rows that one person may have


def ids_of(customer: Customer) -> tuple[int, ...]:
    """The ids of all rows of this person; no query for a row by itself."""
    if customer.person is None:
        return (customer.pk,)
    rows = Customer.objects.filter(person=customer.person).order_by("pk")
    return tuple(rows.values_list("pk", flat=True)[:MOST]) or (customer.pk,)


def rows_of(customer: Customer) -> list[Customer]:
    """All rows of this person with their users, the oldest first."""
    if customer.person is None:
        return [customer]
    rows = Customer.objects.filter(person=customer.person).select_related("user")
    return list(rows.order_by("pk")[:MOST])


def whole(customer: Customer) -> Customer:
    """The same customer as a reader of all that came by any row of theirs. For somebody who is
    signed in; who brings a ticket's key sees that ticket and no other."""
    customer._sees = ids_of(customer)
    return customer


def is_same(one: Customer, other: Customer) -> bool:
    """Whether two rows are one person."""
    return one.pk == other.pk or (one.person is not None and one.person == other.person)


def with_others(ids: Iterable[int]) -> tuple[int, ...]:
    """These ids and those of all rows that are one person with any of them."""
    given = tuple(ids)
    people = Customer.objects.filter(pk__in=given, person__isnull=False).values("person")
    more = Customer.objects.filter(person__in=people).values_list("pk", flat=True)
    return tuple(sorted({*given, *more})) if given else ()


@dataclass(slots=True)
class Known:
    """What is proved of some rows: accounts at the exchange, and addresses (folded), each with
    whether by a mail alone."""

    accounts: set[str] = field(default_factory=set)
    addresses: dict[str, bool] = field(default_factory=dict)

    def add(self, address: str, *, by_mail: bool) -> None:
        if address:
            key = address.casefold()
            self.addresses[key] = by_mail and self.addresses.get(key, True)


def known_of(rows: Sequence[Customer]) -> Known:
    """A typed address is none: only one that its owner verified here, that the exchange named
    for an account without a sign-in, or whose domain vouched for their mail. One query."""
    users = [row.user_id for row in rows if row.user_id is not None]
    verified = defaultdict(list)
    for user, email in EmailAddress.objects.filter(user__in=users, verified=True).values_list(
        "user_id", "email"
    ):
        verified[user].append(email)
    known = Known()
    for row in rows:
        if row.exchange_account:
            known.accounts.add(row.exchange_account)
        for email in verified[row.user_id]:
            known.add(email, by_mail=False)
        if row.user_id is None and row.exchange_account:
            known.add(row.email, by_mail=False)
        if row.mail_proved_at is not None:
            known.add(row.email, by_mail=True)
    return known


def proof_between(one: Known, other: Known) -> str:
    """The best proof (`Merger.Proof`) that both are one person; empty where there is none."""
    if one.accounts & other.accounts:
        return Merger.Proof.ACCOUNT
    both = one.addresses.keys() & other.addresses.keys()
    if any(not one.addresses[key] and not other.addresses[key] for key in both):
        return Merger.Proof.ADDRESS
    return Merger.Proof.MAIL if both else ""


def are_apart(one: Known, other: Known) -> bool:
    """Whether they have different accounts: then neither may be shown what the other's holds."""
    return len(one.accounts | other.accounts) > 1


def alike(customer: Customer, *, limit: int) -> list[Customer]:
    """Rows of others that share an account or an address with this person, typed ones too; those
    of whom something is proved first. Whether there is proof `proof_between` says."""
    rows = rows_of(customer)
    known = known_of(rows)
    emails = {row.email for row in rows if row.email} | set(known.addresses)
    if not emails and not known.accounts:
        return []
    same = Q(exchange_account__in=known.accounts) if known.accounts else Q(pk__in=[])
    for email in sorted(emails):
        same |= Q(email__iexact=email)
    lower = [email.lower() for email in emails]
    owners = EmailAddress.objects.filter(email__in=lower, verified=True).values("user")
    same |= Q(user__in=owners)
    found = Customer.objects.filter(same).exclude(pk__in=[row.pk for row in rows])
    found = found.select_related("user").order_by(
        "user_id", "-exchange_account", F("mail_proved_at").desc(nulls_last=True), "-pk"
    )
    return list(found[:limit])
