"""Reads of letters and mails for staff; whoever asks may see the messages they belong to."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from octant.channels.email.models import Arrival, BlockedSender, Letter, Outgoing
from octant.core.people.access import may_answer
from octant.kit.database.prepared import prepared
from octant.kit.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from octant.core.people.models import User


def letters_of(messages: Iterable[int]) -> dict[int, Letter]:
    """By message, with what was kept of the original; `has_more` says whether there is a whole
    text besides. One query."""
    return {row.message_id: row for row in _letters(messages=list(messages))}


@prepared("messages")
def _letters(*, messages: list[int]) -> QuerySet[Letter]:
    rows = Letter.objects.filter(message__any_of=messages).select_related("arrival")
    rows = rows.annotate(has_more=~Q(full="")).defer("full", "references")
    return rows.defer("arrival__envelope")


def mails_of(messages: Iterable[int]) -> dict[int, list[Outgoing]]:
    """By message, the mails that carry it, the customer's first. One query."""
    found: dict[int, list[Outgoing]] = {}
    for row in _mails(messages=list(messages)):
        if row.message_id is not None:
            found.setdefault(row.message_id, []).append(row)
    return found


@prepared("messages")
def _mails(*, messages: list[int]) -> QuerySet[Outgoing]:
    rows = Outgoing.objects.filter(message__any_of=messages).defer("sealed")
    return rows.order_by("copy", "pk")


def letter_for(reader: "User", message: int) -> Letter:
    """The letter of a message, with its ticket, for staff who answer. Raises `NotFound`."""
    if not may_answer(reader):
        raise NotAllowed(_("Only agents may read tickets."))
    rows = Letter.objects.select_related("arrival", "message__ticket__customer")
    found = rows.filter(message=message).first() if message < 2**62 else None
    if found is None:
        raise NotFound(_("There is no such mail."))
    return found


def arrival_for(reader: "User", pk: int) -> Arrival:
    """A mail as it came, for staff who answer. Raises `NotFound`."""
    if not may_answer(reader):
        raise NotAllowed(_("Only agents may read tickets."))
    rows = Arrival.objects.select_related("ticket")
    found = rows.filter(pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise NotFound(_("There is no such mail."))
    return found


class Standing(NamedTuple):
    """Of an address: whether agents blocked it, and how many of its mails came lately."""

    blocked: bool
    lately: int


_STANDING = """
SELECT EXISTS (SELECT 1 FROM email_blockedsender WHERE entry IN (%(address)s, %(domain)s)),
  (SELECT count(*) FROM (
    SELECT 1 FROM email_arrival
    WHERE upper(sender) = upper(%(address)s) AND received_at > %(since)s AND id <> %(but)s
      AND (state = 'taken' OR reason = 'too_many')
    LIMIT %(most)s) AS lately)
"""


def standing_of(address: str, *, but: int, since: datetime, most: int) -> Standing:
    """Counts `most` mails of those since then, without the one that is looked at."""
    if not address:
        return Standing(blocked=False, lately=0)
    values = {"address": address.lower(), "domain": "@" + address.lower().rpartition("@")[2]}
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {**values, "but": but, "since": since, "most": most})
        return Standing(*cursor.fetchone())


def is_blocked(address: str) -> bool:
    """Whether agents blocked this address or its domain."""
    lower = address.lower()
    return bool(lower and _blocked(address=lower, domain="@" + lower.rpartition("@")[2]))


@prepared("address", "domain")
def _blocked(*, address: str, domain: str) -> QuerySet[BlockedSender]:
    return BlockedSender.objects.filter(Q(entry=address) | Q(entry=domain)).only("pk")[:1]
