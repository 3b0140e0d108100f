"""Lock first, talk then: for an account that somebody else may be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from octant.core.exchange.selectors import exchange
from octant.core.tickets.assurance import proof_of
from octant.core.tickets.services.conversation import event
from octant.kit.errors import NotAllowed

if TYPE_CHECKING:
    from octant.core.tickets.models import Ticket


def lock_account(*, ticket: Ticket) -> None:
    """Ask the exchange to lock the account; again does nothing more.

    Raises `NotAllowed` where the account is not known for sure, `ExchangeUnavailable` where the
    exchange does not answer.
    """
    account = ticket.customer.exchange_account
    try:
        if not account:
            raise NotAllowed("")
        exchange().freeze(
            account,
            assurance=proof_of(ticket),
            reason=f"asked for by the customer in chat {ticket.public_id}",
        )
    except NotAllowed as error:
        raise NotAllowed(
            _("We cannot lock an account from here unless you are signed in."), code="not_known"
        ) from error
    if not ticket.messages.filter(data__code="account_locked").exists():
        event(ticket, "account_locked")
