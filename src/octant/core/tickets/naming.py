"""What a customer named on a ticket, beside the exchange's own record of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from octant.core.exchange.port import Reference
from octant.core.exchange.selectors import exchange
from octant.core.people.models import User
from octant.core.safety.pictures.references import find
from octant.core.tickets.assurance import proof_of
from octant.core.tickets.models import File, Message, Ticket

MOST, LOOKED_AT = 12, 40  # references; messages and files, the latest


@dataclass(frozen=True, slots=True)
class Named:
    """A reference as the customer gave it. `record`: of their own account, or None."""

    kind: str
    value: str
    record: Reference | None = None


def named_on(ticket: Ticket, *, reader: User) -> list[Named]:
    """The order, trades, transfers and hashes that its customer wrote or that were read in their
    files, the latest first, each matched with a record of their account; for `reader`, who sees
    the ticket. Raises what the exchange raises: `NotAllowed` where the assurance does not suffice,
    `ExchangeUnavailable`."""
    told = list(dict.fromkeys(_told(ticket)))[:MOST]
    if not told:
        return []
    sure = proof_of(ticket, reader=reader)
    values = "\n".join(value for _kind, value in told)
    records = exchange().find(sure.account, f"{values}\n{values.lower()}", assurance=sure)
    owns = {value.lower(): each for each in records for value in (each.id, each.txid) if value}
    return [Named(kind, value, owns.get(value.lower())) for kind, value in told]


def _told(ticket: Ticket) -> Iterator[tuple[str, str]]:
    said = Message.objects.filter(ticket=ticket, kind="message", author_kind="customer")
    for text in said.order_by("-seq").values_list("text", flat=True)[:LOOKED_AT]:
        yield from ((each["kind"], each["value"]) for each in find(text, []))
    files = File.objects.filter(message__in=said).exclude(references=[])
    for rows in files.order_by("-pk").values_list("references", flat=True)[:LOOKED_AT]:
        yield from ((str(each["kind"]), str(each["value"])) for each in rows)
