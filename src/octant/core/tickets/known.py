"""What a ticket's customer may paste although it looks like a secret: their own references."""

from collections.abc import Callable

from octant.core.exchange.port import ExchangeUnavailable
from octant.core.exchange.proof import Assured
from octant.core.exchange.selectors import exchange
from octant.core.ports.assurance import Assurance
from octant.core.safety.text import KnownReferences
from octant.core.tickets.assurance import proof_of
from octant.core.tickets.models import Ticket
from octant.kit.errors import NotAllowed

MOST = 200


def known_references(ticket: Ticket) -> KnownReferences:
    """Ids and hashes of the customer's deposits, withdrawals and orders, asked of the exchange
    when first needed; none for a customer who has not signed in."""
    return known_of(lambda: proof_of(ticket))


def known_of(proof: Callable[[], Assured | None]) -> KnownReferences:
    """The same of whoever `proof` is about; `proof` too is asked for when first needed."""

    def load() -> list[str]:
        sure = proof()
        if sure is None or not sure.account or sure.level < Assurance.SIGNED_IN:
            return []
        try:
            found = exchange().references(sure.account, assurance=sure, limit=MOST)
        except (ExchangeUnavailable, NotAllowed):
            return []
        return [value for each in found for value in (each.id, each.txid) if value]

    return KnownReferences(load)
