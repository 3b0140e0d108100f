"""The conversation as text, for its customer to keep."""

from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from octant.core.ports.workspace import workspace
from octant.core.safety.labels import readable
from octant.core.safety.links.words import disarmed
from octant.core.tickets.lines import line
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.selectors import messages_of
from octant.kit.clock import zone_of

MOST = 5000


def transcript(ticket: Ticket) -> str:
    """Everything both sides said, in the active language, times in the customer's zone."""
    zone = zone_of(ticket.customer.timezone)
    head = [
        _("%(brand)s, ticket %(ticket)s") % {"brand": workspace().name, "ticket": ticket.public_id},
        _("Times are in %(zone)s.") % {"zone": zone.key},
        "",
    ]
    rows = messages_of(ticket.customer, ticket, limit=MOST)
    return "\n".join([*head, *(_row(row, zone) for row in rows), ""])


def _row(row: Message, zone: ZoneInfo) -> str:
    at = formats.date_format(row.created_at.astimezone(zone), "SHORT_DATETIME_FORMAT")
    if row.kind == "event":
        return f"[{at}] {line(row.data, staff=False)}"
    name = _("You") if row.author_kind == "customer" else _author(row)
    parts = [readable(disarmed(row.text, row.findings))] if row.text else []
    parts += [_("File: %(name)s") % {"name": file.name} for file in row.attached]
    return f"[{at}] {name}: " + "\n    ".join("\n".join(parts).splitlines())


def _author(row: Message) -> str:
    return row.author.shown_name if row.author else workspace().name
