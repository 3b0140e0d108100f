"""How much one person may store: by day and in all, in bytes and in files.

A person is all rows that are one (`people.identities`); a guest, of whom nothing is known, is the
conversation that they hold the key to. What staff attach and what comes by mail does not count:
a mail is evidence and is never refused for its sender's quota.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from octant.core.people.identities import ids_of
from octant.core.people.models import Customer
from octant.core.ports.workspace import workspace
from octant.core.tickets.models import File, Ticket, Upload
from octant.kit.clock import now
from octant.kit.errors import DomainError

DAY = timedelta(days=1)
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Quota:
    """The most that one person may store."""

    day_bytes: int
    day_files: int
    bytes: int
    files: int


@dataclass(frozen=True, slots=True)
class Used:
    """Bytes and files that are stored or on their way."""

    bytes: int
    files: int


def quota() -> Quota:
    """The workspace's numbers, under `files` in workspace.yaml."""
    own = workspace().files
    return Quota(
        day_bytes=int(float(own.get("person_day_mb", 500)) * _MB),
        day_files=int(own.get("person_day_files", 100)),
        bytes=int(float(own.get("person_mb", 2000)) * _MB),
        files=int(own.get("person_files", 1000)),
    )


def demand_room(
    *, customer: Customer, ticket: Ticket, size: int, but: Upload | None = None
) -> None:
    """Refuse (413) a file of `size` bytes that is one too many. Holds the person until the
    transaction ends, so that of two files at once the second sees the first. `but`: the upload
    that becomes this file, and was counted as one on its way."""
    _hold(customer, ticket)
    most, at = quota(), now()
    all_ = _used(customer, ticket, but=but)
    if all_.files + 1 > most.files or all_.bytes + size > most.bytes:
        raise _too_much(
            "quota_person",
            _(
                "Your files here have reached what we keep of one person (%(size)s MB or "
                "%(files)s files). This one was not taken. Please tell us in words what it shows."
            ),
            most.bytes,
            most.files,
        )
    today = _used(customer, ticket, but=but, since=at - DAY)
    if today.files + 1 > most.day_files or today.bytes + size > most.day_bytes:
        raise _too_much(
            "quota_day",
            _(
                "That would be more than we take from one person within 24 hours (%(size)s MB or "
                "%(files)s files). This file was not taken. Please send it tomorrow, or tell us in "
                "words what it shows."
            ),
            most.day_bytes,
            most.day_files,
        )


def _too_much(code: str, sentence: str, size: int, files: int) -> DomainError:
    values = {"size": f"{size / _MB:g}", "files": files}
    return DomainError(sentence % values, code=code, field="file", status=413)


def _used(
    customer: Customer, ticket: Ticket, *, but: Upload | None, since: datetime | None = None
) -> Used:
    whose = Q(ticket__customer__in=ids_of(customer))
    if customer.user_id is None:
        whose = Q(ticket=ticket)
    lately = Q(created_at__gt=since) if since else Q()
    sums = {"size_sum": Sum("size", default=0), "number": Count("pk")}
    kept = File.objects.filter(whose, lately, of_customer=True).aggregate(**sums)
    coming = Upload.objects.filter(whose, lately, agent=None, file=None, expires_at__gt=now())
    on_way = (coming.exclude(pk=but.pk) if but else coming).aggregate(**sums)
    return Used(
        bytes=kept["size_sum"] + on_way["size_sum"], files=kept["number"] + on_way["number"]
    )


def _hold(customer: Customer, ticket: Ticket) -> None:
    """One at a time of a person, or of a guest's conversation."""
    name = f"octant.quota:{customer.person or customer.pk}"
    if customer.user_id is None:
        name = f"octant.quota:ticket:{ticket.pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
