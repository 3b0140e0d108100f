"""A planned reply is changed on its ticket. The form works with and without the page's script."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from octant.core.safety.guard import NeverAsked
from octant.core.safety.text import Screened, screen
from octant.core.tickets.caps import max_characters
from octant.core.tickets.drafts import mark_of, planned_reply
from octant.core.tickets.known import known_references
from octant.core.tickets.services.attach import max_files
from octant.core.tickets.services.drafting import unplan
from octant.core.tickets.services.files import upload
from octant.core.tickets.services.holding import note_stopped
from octant.core.tickets.services.replanning import change_planned, keep_words
from octant.desk import guarding, inbox, thread
from octant.desk.access import answering
from octant.desk.drafts import wire
from octant.desk.parts import changed, markup, reader_of
from octant.desk.planned import Refused, planned_on
from octant.desk.planned_form import moment_of
from octant.desk.views.tickets import frame
from octant.kit.errors import DomainError, NotAllowed, NotFound
from octant.kit.ids import read_uuid

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket

_WAY = ("cc", "unquoted")


@answering
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: str, draft: int) -> HttpResponse:
    """Save what the form holds; `do=back` makes a draft of the reply instead, `do=draft` one of
    what the form holds, which the composer can leave to a lead.

    To a script: `{html}` the ticket's parts; `{gone, draft}` where it has left or is a draft again,
    and what was written is kept; a refusal with the form in `html`. To a browser: pages.
    """
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    if request.method != "POST":
        return redirect("desk:ticket", ticket.public_id)
    files: list[str] = []
    try:
        if request.POST.get("do") == "back":
            unplan(draft_id=draft, ticket=ticket, agent=agent)
        elif request.POST.get("do") == "draft":
            _take_files(request, agent, ticket, files)
            _text(request, ticket)  # too long: refused before anything changes
            planned = planned_reply(agent, ticket, draft)
            unplan(draft_id=draft, ticket=ticket, agent=agent)
            return _gone(request, agent, ticket, files, planned=planned.text if planned else "")
        else:
            _take_files(request, agent, ticket, files)
            _change(request, agent, ticket, draft, files)
    except NotFound:
        return _gone(request, agent, ticket, files)
    except NotAllowed:
        raise  # there is no form to show it beside
    except DomainError as error:
        return _refused(request, agent, ticket, draft, files, error)
    if not _by_script(request):
        return redirect("desk:ticket", ticket.public_id)
    return JsonResponse({"html": changed(request, ticket).content.decode(), "gone": ""})


def _take_files(request: HttpRequest, agent: "User", ticket: "Ticket", files: list[str]) -> None:
    """Those that stay, and those that come along. Filled one by one: if one is refused, the
    others are there already."""
    files += [name.replace("\0", "")[:40] for name in request.POST.getlist("files")][: max_files()]
    coming = request.FILES.getlist("more")
    if len(files) + len(coming) > max_files():
        sentence = _("A message can carry %(limit)s files at most.") % {"limit": max_files()}
        raise DomainError(sentence, code="too_many_files")
    for each in coming:
        files.append(upload(file=each, ticket=ticket, agent=agent).public_id)


def _change(
    request: HttpRequest, agent: "User", ticket: "Ticket", draft: int, files: list[str]
) -> None:
    given = request.POST
    heard = given.get("heard", "")
    change_planned(
        draft_id=draft,
        ticket=ticket,
        agent=agent,
        seen=given.get("seen", ""),
        text=_text(request, ticket),
        due_at=moment_of(given.get("at", ""), given.get("zone", "")),
        files=tuple(files),
        way=thread.way_of(ticket, given),
        heard=int(heard) if heard.isascii() and heard.isdigit() and len(heard) < 10 else 0,
    )


def _text(request: HttpRequest, ticket: "Ticket") -> Screened:
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return screen(text, known=known_references(ticket), max_chars=max_characters())


def _gone(
    request: HttpRequest,
    agent: "User",
    ticket: "Ticket",
    files: list[str],
    *,
    planned: str | None = None,
) -> HttpResponse:
    """It is not planned any more: what was written is kept. `planned`: what was, until the agent
    made a draft of it just now."""
    given = request.POST
    try:
        client_id = read_uuid(given.get("client", ""))
    except DomainError:
        client_id = None
    row, left = keep_words(
        ticket=ticket,
        agent=agent,
        text=_text(request, ticket),
        client_id=client_id,
        files=tuple(files),
        way={name: given[name][:2000].replace("\0", "") for name in _WAY if given.get(name)},
        instead_of=planned,
    )
    sentence = _what_became(left=left, kept=row is not None)
    if planned is not None:
        sentence = _("It is a draft now, and is not sent by itself.")
    if _by_script(request):
        kept = wire(row, agent) if row else None
        return JsonResponse({"html": "", "gone": sentence, "draft": kept})
    more = {"gone": sentence, "gone_words": row.text if row else ""}
    return _page(request, agent, ticket, 409, more)


def _what_became(*, left: bool, kept: bool) -> str:
    match left, kept:
        case True, True:
            return _("This reply had left before you saved it. What you wrote is kept as a draft.")
        case True, False:
            return _("This reply has left, as it stands on the ticket.")
        case False, True:
            return _("This reply is no longer planned. What you wrote is kept as a draft.")
    return _("This reply is no longer planned.")


def _refused(
    request: HttpRequest,
    agent: "User",
    ticket: "Ticket",
    draft: int,
    files: list[str],
    error: DomainError,
) -> HttpResponse:
    row = planned_reply(agent, ticket, draft)
    if row is None:  # it left at this very moment
        return _gone(request, agent, ticket, files)
    data = request.POST.copy()
    stopped = error.asks if isinstance(error, NeverAsked) else ()
    if stopped:
        note_stopped(ticket=ticket.pk, agent=agent.pk, asks=stopped)
    if error.code == "changed":
        data["seen"] = mark_of(row)  # they are told now: to save again is to know
    refused = Refused(
        draft=draft,
        data=data,
        files=files,
        sentence=str(error),
        field=error.field,
        asks=guarding.shown([{"kind": ask.kind, "quote": ask.quote} for ask in stopped]),
        meanwhile=str(error) if error.code == "changed" else "",
    )
    if not _by_script(request):
        return _page(request, agent, ticket, error.status, {"refused": refused})
    (shown,) = planned_on(agent, ticket, [row], refused)
    context = {"each": shown, "ticket": ticket, "max_files": max_files()}
    html = markup(request, "desk/planned_one.html", context)
    said = {"code": error.code, "sentence": str(error), "field": error.field, "html": html}
    return JsonResponse(said, status=error.status)


def _page(
    request: HttpRequest, agent: "User", ticket: "Ticket", status: int, more: dict[str, Any]
) -> HttpResponse:
    """The whole desk, with what was written in its place."""
    context = thread.ticket_context(agent, ticket, inbox.names(), refused=more.pop("refused", None))
    context |= {**frame(request), "here": "inbox", "list_query": inbox.query_asked(request), **more}
    return render(request, "desk/desk.html", context, status=status)


def _by_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
