"""Messages as the thread shows them, all their words chosen: the template only places them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from octant.core.ports.at_desk import About
from octant.core.ports.registry import at_desk
from octant.core.ports.workspace import workspace
from octant.core.safety.labels import advice_of
from octant.core.safety.links import Level
from octant.core.safety.links.markup import with_links
from octant.core.safety.links.words import LEVELS, level_of, reasons_of, sentence
from octant.core.tickets.lines import line
from octant.core.tickets.services.taking_back import TAKEN_BACK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from octant.core.people.models import User
    from octant.core.tickets.models import File, Message, Ticket


LINK_TONES = {
    Level.OFFICIAL: "badge--ok",
    Level.KNOWN: "badge--info",
    Level.SUSPICIOUS: "badge--warn",
    Level.DANGEROUS: "badge--danger",
}


NOTHING = About()
FAILED = ("failed", "bounced")


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message. `event` is the system's line and then stands alone; `side` is customer,
    agent, system or note; `state` is empty where nothing is delivered; `undo` is where it can be
    taken back."""

    seq: str
    at: str
    clock: SafeString
    event: str = ""
    side: str = ""
    classes: str = ""
    client_id: str = ""
    language: str = ""
    body: SafeString | str = ""
    files: "tuple[File, ...]" = ()
    found: tuple[str, ...] = ()
    by: str = ""
    state: str = ""
    state_name: str = ""
    about: SafeString | str = ""
    undo: str = ""


def bubbles_of(messages: "Sequence[Message]", ticket: "Ticket", *, reader: "User") -> list[Bubble]:
    """The messages of one ticket, in the reader's language, with what their channels add."""
    told = _told(messages, reader)
    return [_bubble(message, ticket, told.get(message.pk, NOTHING)) for message in messages]


def _told(messages: "Sequence[Message]", reader: "User") -> dict[int, About]:
    found: dict[int, About] = {}
    for key in sorted({message.channel for message in messages}):
        if (channel := at_desk().get(key)) is not None:
            own = [message for message in messages if message.channel == key]
            found.update(channel.about(own, reader=reader))
    return found


def _bubble(message: "Message", ticket: "Ticket", told: About) -> Bubble:
    seq, at = str(message.seq), message.created_at.isoformat()
    clock = _clock(message.created_at)
    if message.kind == "event":
        return Bubble(seq, at, clock, event=line(message.data, staff=True))
    side = "note" if message.kind == "note" else message.author_kind
    state = (told.state or message.state) if side == "agent" else ""
    return Bubble(
        seq,
        at,
        clock,
        side=side,
        classes=_classes(side, state or message.state),
        client_id=str(message.client_id or ""),
        language=ticket.language if message.author_kind == "customer" else "",
        body=message_body(message.text, message.findings) if message.text else "",
        files=message.attached,
        found=tuple(found_names(message.findings)),
        by=_by(message, ticket, side),
        state=state,
        state_name=(told.state_name or _state_name(message, ticket)) if state else "",
        about=told.html,
        undo=told.undo,
    )


def _classes(side: str, state: str) -> str:
    tone = {"note": " bubble--note", "customer": ""}.get(side, " bubble--mine")
    return f"bubble{tone}{' bubble--failed' if state in FAILED else ''}"


def _by(message: "Message", ticket: "Ticket", side: str) -> str:
    name = message.author.name if message.author else ""
    if side == "note" and message.data.get("code") == TAKEN_BACK:
        return _("%(name)s took this reply back; it was not sent") % {"name": name}
    if side == "note":
        return _("Note by %(name)s") % {"name": name}
    return str(ticket.customer) if side == "customer" else name or str(workspace().name)


def _state_name(message: "Message", ticket: "Ticket") -> str:
    if message.state != "sent":
        return message.get_state_display()
    return _("Read") if message.seq <= ticket.customer_seen_seq else _("Sent")


def message_body(text: str, found: list[dict[str, Any]]) -> SafeString:
    """A message's text with its links inert, each with what was thought of it and why."""
    return with_links(text, found, _checked)


def _checked(address: str, link: Mapping[str, Any]) -> str:
    """One link: opens on a click or by keyboard, and says the verdict to a screen reader."""
    level = level_of(link)
    said = [sentence(reason) for reason in reasons_of(link)]
    return format_html(
        '<details class="link-check"><summary><span class="inert-link" dir="ltr">{}</span> '
        '<span class="badge {}" title="{}">{}</span></summary><ul>{}</ul></details>',
        address,
        LINK_TONES.get(level, ""),
        " ".join(said),
        LEVELS[level],
        format_html_join("", "<li>{}</li>", ((each,) for each in said)),
    )


def found_names(found: list[dict[str, Any]]) -> list[str]:
    """The names of what screening found, each once."""
    kinds = dict.fromkeys(str(each.get("kind")) for each in found)
    return [str(advice_of(kind).label) for kind in kinds if kind != "link"]


def _clock(moment: datetime) -> SafeString:
    """A time of day, in UTC until the page's script puts it into the reader's zone; cheap
    enough for every message of a thread."""
    shown = moment.astimezone(UTC)
    stamp = shown.isoformat(timespec="seconds").replace("+00:00", "Z")
    html = f'<time datetime="{stamp}" data-style="time">{shown:%H:%M} UTC</time>'
    return mark_safe(html)
