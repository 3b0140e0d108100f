"""What is written and not sent yet: kept while it grows, or until its time comes."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from octant.core.safety.text import screen
from octant.core.tickets.caps import max_characters
from octant.core.tickets.known import known_references
from octant.core.tickets.services.drafting import plan_reply, save_draft, unplan
from octant.desk import thread
from octant.desk.access import answering
from octant.desk.drafts import wire
from octant.desk.parts import reader_of, refused
from octant.kit.errors import DomainError
from octant.kit.ids import read_uuid

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Draft, Ticket

FILES_AT_MOST = 20
WAY = ("cc", "unquoted")


@answering
@require_POST
def save(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a draft; `kept` says whether there is one now."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    given = request.POST
    try:
        kept = save_draft(
            ticket=ticket,
            agent=agent,
            mode="note" if given.get("mode") == "note" else "reply",
            text=screen(
                given.get("text", ""),
                known=known_references(ticket),
                max_chars=max_characters(),
            ),
            files=_files(given),
            way={
                name: _plain(given[name])[:2000] for name in ("cc", "unquoted") if given.get(name)
            },
        )
    except DomainError as error:
        return refused(error)
    return JsonResponse({"kept": kept is not None})


@answering
@require_POST
def take_up(request: HttpRequest, public_id: str, draft: int) -> HttpResponse:
    """A planned reply is not to be sent: its words and files, for the composer."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    try:
        row = unplan(draft_id=draft, ticket=ticket, agent=agent)
    except DomainError as error:
        return refused(error)
    own = row.agent_id == agent.pk
    return JsonResponse(wire(row, agent) if own else {"text": "", "files": [], "way": []})


def plan(request: HttpRequest, agent: "User", ticket: "Ticket") -> "Draft":
    """Plan the reply that a form holds for the moment in `at` (ISO 8601 with its zone)."""
    given = request.POST
    return plan_reply(
        ticket=ticket,
        agent=agent,
        text=screen(
            given.get("text", ""),
            known=known_references(ticket),
            max_chars=max_characters(),
        ),
        due_at=_moment(given.get("at", "")),
        client_id=read_uuid(given.get("id", "")),
        files=_files(given),
        way=thread.way_of(ticket, given),
    )


def _files(given: QueryDict) -> tuple[str, ...]:
    return tuple(_plain(each) for each in given.getlist("files")[:FILES_AT_MOST])


def _plain(value: str) -> str:
    """Without what no table takes, and no longer than anybody needs."""
    return value.replace("\0", "")[:2000]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise DomainError(_("Choose day and time."), field="at", code="no_moment") from error
    if moment.tzinfo is None:
        raise DomainError(_("Choose day and time."), field="at", code="no_moment")
    return moment
