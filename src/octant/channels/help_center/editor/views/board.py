"""The board: what waits for an editor, each with a way to do it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from octant.channels.help_center.editor.frame import ROLES, editor_of, page
from octant.core.knowledge.selectors.board import board
from octant.core.knowledge.selectors.revisions import editable
from octant.core.knowledge.services.board import settle_searches, settle_votes
from octant.core.people.access import staff


@require_safe
@staff(*ROLES)
def board_page(request: HttpRequest) -> HttpResponse:
    """All lists on one page, the ones with work first in the eye."""
    return page(request, "help_center/editor/board.html", "board", {"board": board(request.user)})


@require_POST
@staff(*ROLES)
def settle(request: HttpRequest) -> HttpResponse:
    """Take votes (`slug`, `language`) or searches (`query`, `language`) off the board."""
    editor, language = editor_of(request), request.POST.get("language", "")
    if "query" in request.POST:
        settle_searches(actor=editor, query=request.POST["query"], language=language)
    else:
        text = editable(editor, request.POST.get("slug", ""), language)
        settle_votes(actor=editor, translation=text)
    return redirect("editor:board")
