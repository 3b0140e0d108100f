"""How sure we are of a ticket's customer, as the exchange wants it proved."""

from octant.core.exchange.port import ExchangeUnavailable
from octant.core.exchange.proof import Assured
from octant.core.exchange.selectors import exchange
from octant.core.people.models import User
from octant.core.ports.assurance import Assurance
from octant.core.safety.text import KnownReferences
from octant.core.tickets.models import Ticket
from octant.kit.errors import NotAllowed

KNOWN = 200


def proof_of(ticket: Ticket, *, reader: User | None = None) -> Assured:
    """What the ticket's assurance proves about its customer's account, for `reader`."""
    account = ticket.customer.exchange_account
    return Assured(account, Assurance(ticket.assurance), subject=ticket, actor=reader)


def known_references(ticket: Ticket) -> KnownReferences:
    """The customer's own references, which screening must not take for secrets."""

    def load() -> list[str]:
        account, proof = ticket.customer.exchange_account, proof_of(ticket)
        if not account or proof.level < Assurance.SIGNED_IN:
            return []
        try:
            found = exchange().references(account, assurance=proof, limit=KNOWN)
        except (ExchangeUnavailable, NotAllowed):
            return []
        return [value for each in found for value in (each.id, each.txid) if value]

    return KnownReferences(load)
