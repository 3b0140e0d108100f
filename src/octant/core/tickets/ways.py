"""By which way what is said on a ticket goes: the customer may be elsewhere than it began."""

from octant.core.tickets.models import Ticket

CHAT = "live_chat"


def way_of(ticket: Ticket) -> str:
    """The chat while its customer is in one, else the channel by which the ticket began. Asks the
    database, because the ticket in memory may be older than the switch."""
    live = Ticket.objects.filter(pk=ticket.pk).values_list("live", flat=True).first()
    return CHAT if live else ticket.channel
