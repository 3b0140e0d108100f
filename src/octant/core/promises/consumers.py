"""What tickets' events set in motion here. Handlers may run twice and must not mind."""

from typing import Any

from octant.core.exchange.selectors import exchange
from octant.core.people.services.customers import set_tier
from octant.core.ports.assurance import Assurance
from octant.core.promises.services.settling import settle_one
from octant.core.tickets.assurance import level_of, proof_of
from octant.core.tickets.models import Ticket


def learn_tier(name: str, payload: dict[str, Any]) -> None:
    """Ask the exchange for the tier of who opened the ticket, if they proved who they are. An
    exchange that does not answer is asked again by the outbox."""
    ticket = Ticket.objects.select_related("customer").filter(pk=payload["ticket"]).first()
    if ticket is None or not ticket.customer.exchange_account:
        return
    if level_of(ticket) < Assurance.SIGNED_IN:
        return
    account = exchange().account(ticket.customer.exchange_account, assurance=proof_of(ticket))
    if account is not None and account.tier != ticket.customer.tier:
        set_tier(customer=ticket.customer, tier=account.tier)
        settle_one(ticket.pk)
