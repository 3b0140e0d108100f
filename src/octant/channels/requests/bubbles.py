"""Messages as their customer sees them, all words chosen: the template only places them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from octant.core.ports.workspace import workspace
from octant.core.safety.links import Level
from octant.core.safety.links.markup import with_links
from octant.core.safety.links.words import for_customers, level_of
from octant.core.tickets.codes import code_for
from octant.core.tickets.lines import line
from octant.core.tickets.pictures import is_held

if TYPE_CHECKING:
    from octant.core.tickets.models import File, Message, Ticket

TONES = {
    Level.OFFICIAL: "badge--ok",
    Level.KNOWN: "badge--info",
    Level.SUSPICIOUS: "badge--warn",
    Level.DANGEROUS: "badge--danger",
}
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One file. `why` says why it cannot be seen, and then there is no address; `note` what
    should be known of it."""

    name: str
    size: int
    icon: str
    url: str = ""
    picture: str = ""  # address of what stands for it
    why: str = ""
    note: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message or, with `event`, a line of the system. `mark` changes when it must be drawn
    again; `state` stands under the customer's last one."""

    seq: int
    mark: str
    at: datetime
    event: str = ""
    mine: bool = False
    by: str = ""
    language: str = ""
    body: SafeString | str = ""
    files: tuple[Shown, ...] = ()
    code: str = ""
    state: str = ""


def bubbles_of(messages: "Sequence[Message]", ticket: "Ticket") -> list[Bubble]:
    """Messages of one ticket, in the reader's language; lines that customers are not told fall
    away."""
    said = [message.seq for message in messages if message.author_kind == "customer"]
    last = said[-1] if said else 0
    made = (_bubble(message, ticket, last) for message in messages)
    return [bubble for bubble in made if bubble is not None]


def _bubble(message: "Message", ticket: "Ticket", last: int) -> Bubble | None:
    if message.kind == "event":
        told = line(message.data, staff=False)
        return Bubble(message.seq, "e", message.created_at, event=told) if told else None
    mine = message.author_kind == "customer"
    files = tuple(_shown(file, ticket) for file in message.attached)
    state = _state(message, ticket) if message.seq == last else ""
    marks = [str(len(message.text)), state, *(f"{file.url}{file.note}" for file in files)]
    return Bubble(
        message.seq,
        "|".join(marks),
        message.created_at,
        mine=mine,
        by=_("You") if mine else _author(message),
        language=ticket.language,
        body=with_links(message.text, message.findings, _checked) if message.text else "",
        files=files,
        code=code_for(message.kind, message.author_kind, message.ticket_id, message.seq),
        state=state,
    )


def _author(message: "Message") -> str:
    return message.author.shown_name if message.author else workspace().name


def _state(message: "Message", ticket: "Ticket") -> str:
    return _("Read") if message.seq <= ticket.agent_seen_seq else _("Received")


def _checked(text: str, link: Mapping[str, Any]) -> str:
    """One link: it leads nowhere, opens on a click or by keyboard, and says what to think of it."""
    level = level_of(link)
    said = for_customers()[str(level)]
    return format_html(
        '<details class="link-check"><summary><span class="inert-link" dir="ltr">{}</span> '
        '<span class="badge {}">{}</span></summary><p>{}</p></details>',
        text,
        TONES.get(level, ""),
        said["label"],
        said["sentence"],
    )


def _shown(file: "File", ticket: "Ticket") -> Shown:
    kind = file.content_type.partition("/")[0]
    icon = {"image": "camera", "video": "screen"}.get(kind, "file")
    if why := _why_not(file):
        return Shown(file.name, file.size, icon, why=why, waiting=file.reading == "waiting")
    url = reverse("request_file", args=[ticket.public_id, file.public_id])
    picture = f"{url}?preview" if file.preview else url if file.content_type in PICTURES else ""
    return Shown(file.name, file.size, icon, url, picture, note=_note(file))


def _why_not(file: "File") -> str:
    if file.scanned == "infected":
        return _("Our scanner found malware in this file, so it is gone.")
    if not is_held(file):
        return ""
    return {
        "waiting": _("Being checked for secrets"),
        "removed": _("Removed: it held a secret"),
    }.get(file.reading, _("Not shown: it could not be checked for secrets"))


def _note(file: "File") -> str:
    if file.reading == "masked":
        return _("We masked a secret in it")
    return _("Not scanned for viruses") if file.scanned == "not_scanned" else ""
