"""One step for all tickets that are ticked in the list, and its way back."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from octant.core.people.selectors import who_answers
from octant.core.tickets.lists import ids_that_match
from octant.core.tickets.services.many import MOST, VERBS, Done, do_many, undo_many
from octant.desk import inbox
from octant.desk.access import answering
from octant.desk.parts import reader_of, refused
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from octant.core.people.models import User

ALL = 500  # of one list at once: a minute's work of the database, and a mistake still seen


@answering
@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """`verb`, `ids`, and `to` (me, nobody or an agent's number) or `tag`. Answers `{sentence,
    undo, ids}`; refusals are `{code, sentence, field}`."""
    agent, given = reader_of(request), request.POST
    verb = given.get("verb", "")
    ids = [int(i) for i in given.getlist("ids")[:MOST] if i.isascii() and i.isdigit()]
    if verb not in VERBS:
        return HttpResponse(status=404)
    try:
        done = do_many(
            verb=verb,
            ids=[pk for pk in ids if pk < 2**62],
            actor=agent,
            assignee=_assignee(given.get("to", ""), agent),
            tag=given.get("tag", "").replace("\0", "")[:40],
        )
    except DomainError as error:
        return refused(error)
    return JsonResponse({"sentence": _said(done), "undo": done.undo, "ids": done.changed})


@answering
@require_safe
def ids(request: HttpRequest) -> JsonResponse:
    """`ids` of all tickets of the list that the query asks for, the first ALL of them, and whether
    there are `more`. Steps for them are asked for in pieces of `most`."""
    found = ids_that_match(reader_of(request), inbox.wanted(request.GET), limit=ALL + 1)
    return JsonResponse({"ids": found[:ALL], "more": len(found) > ALL, "most": MOST})


@answering
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take it back: `token` as `do` gave it."""
    try:
        done = undo_many(token=request.POST.get("token", ""), actor=reader_of(request))
    except DomainError as error:
        return refused(error)
    return JsonResponse({"sentence": _said(done), "undo": "", "ids": done.changed})


def _assignee(to: str, agent: "User") -> "User | None":
    if to in ("", "me"):
        return agent
    return next((u for u in who_answers() if str(u.pk) == to), None) if to != "nobody" else None


def _said(done: Done) -> str:
    count = len(done.changed)
    said = ngettext("%(count)d ticket changed.", "%(count)d tickets changed.", count)
    said %= {"count": count}
    if not done.left:
        return said
    left = ngettext(
        "%(count)d was left as it is: it does not fit, or somebody changed it.",
        "%(count)d were left as they are: they do not fit, or somebody changed them.",
        done.left,
    )
    return f"{said} {left % {'count': done.left}}"
