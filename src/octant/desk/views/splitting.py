"""The dialog in which an agent makes two tickets of one."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from octant.core.safety.text import screen
from octant.core.tickets.known import known_references
from octant.core.tickets.selectors import messages_of
from octant.core.tickets.services.splitting import MOST, split
from octant.desk import thread
from octant.desk.access import answering
from octant.desk.forms import SplitForm
from octant.desk.parts import attempt, reader_of

SHOWN = 100


@answering
@require_http_methods(["GET", "POST"])
def split_ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose what goes; then the other ticket is opened."""
    agent = reader_of(request)
    ticket = thread.find(agent, public_id)
    form = SplitForm(request.POST or None)
    chosen = [int(n) for n in request.POST.getlist("seqs")[:MOST] if n.isascii() and n.isdigit()]
    chosen = [seq for seq in chosen if seq < 2**31]
    if request.method == "POST" and form.is_valid():
        made: list[str] = []

        def work() -> None:
            subject = screen(form.cleaned_data["subject"], known=known_references(ticket))
            made.append(split(ticket=ticket, seqs=chosen, subject=subject, actor=agent).public_id)

        if attempt(form, work):
            response = HttpResponse(status=200)
            path = reverse("desk:ticket", args=made)
            response["HX-Trigger"] = json.dumps(
                {"desk:done": {"sentence": form.done(made[0])}, "desk:go": {"path": path}}
            )
            response["HX-Reswap"] = "none"
            return response
    said = messages_of(agent, ticket, before=ticket.last_seq + 1, limit=SHOWN)
    may_go = [m for m in said if m.author_kind == "customer" or m.kind == "note"]
    context = {"form": form, "ticket": ticket, "messages": may_go, "chosen": chosen}
    return render(request, "desk/dialog_split.html", context)
