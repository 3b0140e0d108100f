"""What the customer's pages show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from octant.channels.requests import words
from octant.channels.requests.bubbles import bubbles_of
from octant.core.ports.registry import surfaces
from octant.core.routing.selectors import on_duty
from octant.core.tickets.access import key_for
from octant.core.tickets.caps import accepted, max_characters
from octant.core.tickets.intake import may_be_asked
from octant.core.tickets.own import SHOWS, own_counts, own_page
from octant.core.tickets.selectors import messages_of
from octant.core.tickets.services.attach import max_files
from octant.core.tickets.services.returning import reopens_until
from octant.kit.clock import now

if TYPE_CHECKING:
    from octant.channels.requests.forms import AnswerForm
    from octant.channels.requests.reaching import Reached
    from octant.core.people.models import Customer
    from octant.core.tickets.models import Ticket

MESSAGES = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket of the list."""

    ticket: "Ticket"
    url: str
    unread: bool
    state: words.State
    channel: str
    icon: str


def list_context(customer: "Customer", show: str, cursor: str) -> dict[str, Any]:
    """The list of a customer's tickets. Two queries, however many there are."""
    show = show if show in SHOWS else "open"
    page, names = own_page(customer, show=show, cursor=cursor), words.channel_names()
    rows = []
    for ticket, unread in page.rows:
        name, icon = names.get(ticket.channel, (ticket.channel, "inbox"))
        url = reverse("request", args=[ticket.public_id])
        rows.append(Row(ticket, url, unread, words.state_of(ticket), name, icon))
    return {
        "rows": rows,
        "show": show,
        "tabs": _tabs(show, own_counts(customer)),
        "next": _turned(show, page.next),
        "previous": _turned(show, page.previous),
    }


def _tabs(show: str, counted: dict[str, int]) -> list[dict[str, Any]]:
    names = {"open": _("Open"), "ended": _("Ended"), "all": _("All")}
    return [
        {
            "name": names[key],
            "url": f"?show={key}",
            "current": key == show,
            "count": "99+" if counted[key] > 99 else counted[key],
        }
        for key in SHOWS
    ]


def _turned(show: str, cursor: str) -> str:
    return "?" + urlencode({"show": show, "at": cursor}) if cursor else ""


def ticket_context(reached: "Reached", form: "AnswerForm", before: int | None) -> dict[str, Any]:
    """One ticket: its history, where it stands, and what can be done with it."""
    ticket = reached.ticket
    found = messages_of(
        reached.customer, ticket, before=before or ticket.last_seq + 1, limit=MESSAGES
    )
    name, icon = words.channel_names().get(ticket.channel, (ticket.channel, "inbox"))
    return {
        "ticket": ticket,
        "reached": reached,
        "state": words.state_of(ticket),
        "channel": name,
        "channel_icon": icon,
        "bubbles": bubbles_of(found, ticket),
        "earlier": found[0].seq if found and found[0].seq > 1 else 0,
        "before": before,
        "last": found[-1].seq if found else 0,
        "form": form,
        "writing": _writing(ticket),
        "needing": before is None and may_be_asked(ticket),
        "key": key_for(ticket, reached.reader),
        "max_files": max_files(),
        "accept": accepted(),
        "characters": max_characters(),
        **_ways(reached),
    }


def _writing(ticket: "Ticket") -> dict[str, str]:
    """The heading above the field, the sentence below it and the words of its button."""
    until = reopens_until(ticket)
    if ticket.merged_into_id is not None:
        told = _("This ticket was joined with another one of yours: your message goes there.")
        return {"title": _("Write to us"), "told": told, "send": _("Send")}
    if until is None:
        return {"title": _("Write to us"), "told": "", "send": _("Send")}
    if until >= now():
        told = _("Tell us what is still missing. The ticket opens again with all that stands here.")
        return {"title": _("Not solved after all?"), "told": told, "send": _("Reopen and send")}
    told = _(
        "This ticket ended too long ago to be reopened. A new one begins that goes on from it."
    )
    return {"title": _("Is there more?"), "told": told, "send": _("Send as a new ticket")}


def _ways(reached: "Reached") -> dict[str, Any]:
    """By which other way the customer may go on, here and now."""
    ticket, until = reached.ticket, reopens_until(reached.ticket)
    open_ = ticket.merged_into_id is None and (until is None or until >= now())
    phone = next(surface for surface in surfaces() if surface.key == "phone")
    blocked = reached.customer.blocked_at is not None
    return {
        "may_chat": open_ and not ticket.live and not blocked,
        "staffed": open_ and on_duty().exists(),
        "may_mail": ticket.live and bool(reached.customer.email),
        "phone": phone if open_ and phone.available and phone.url else None,
        "may_solve": ticket.merged_into_id is None and until is None,
        "may_rate": ticket.merged_into_id is None and (until is not None or bool(ticket.rating)),
        "stars": _stars(),
    }


def _stars() -> list[tuple[int, str]]:
    names = (_("Very bad"), _("Bad"), _("All right"), _("Good"), _("Very good"))
    return list(enumerate(names, start=1))
