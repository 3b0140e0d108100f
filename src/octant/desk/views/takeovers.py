"""Take-overs: pages that nobody answered, what was frozen, and webhooks that did not arrive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from octant.core.takeover import words
from octant.core.takeover.selectors import board
from octant.desk.access import answering, leading
from octant.desk.parts import reader_of
from octant.desk.views.tickets import frame
from octant.reactions.webhooks import selectors as webhooks
from octant.reactions.webhooks.services import sending


@answering
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All cases, those that nobody answered first."""
    reader = reader_of(request)
    rows = [(case, words.frozen(case.frozen)) for case in board(reader)]
    context = {"rows": rows, "calls": webhooks.troubled(reader), "here": "takeovers"}
    return render(request, "desk/takeovers.html", {**frame(request), **context})


@leading
@require_POST
def send_again(request: HttpRequest, call: int) -> HttpResponse:
    """Send a webhook that failed for good once more."""
    sending.send_again(call_id=call, actor=reader_of(request))
    return redirect("desk:takeovers")
