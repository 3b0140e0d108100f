"""An agent writes first, on a customer's behalf or because something must be told."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from octant.core.people.services.customers import guest
from octant.core.ports.at_desk import AtDesk
from octant.core.ports.registry import at_desk
from octant.core.ports.workspace import workspace
from octant.core.safety.text import screen
from octant.core.tickets.lists import category_with_key
from octant.core.tickets.selectors import ticket_for
from octant.core.tickets.services.attach import max_files
from octant.core.tickets.services.beginning import begin_ticket
from octant.desk import inbox
from octant.desk.access import answering
from octant.desk.compose_form import ComposeForm
from octant.desk.parts import attempt, reader_of
from octant.desk.views.tickets import frame
from octant.kit.errors import NotFound
from octant.kit.ids import read_uuid, uuid7

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket


@answering
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """A new mail. `about`: the number of a ticket whose customer it goes to."""
    agent = reader_of(request)
    channel = next(iter(at_desk().values()), None)
    if channel is None:
        raise Http404
    topics = inbox.topic_choices(inbox.names())
    form = ComposeForm(request.POST or None, topics=topics, initial=_initial(request, agent))
    begun: list[Ticket] = []
    if request.method == "POST" and form.is_valid():

        def work() -> None:
            begun.append(_begin(request, agent, channel, form.cleaned_data))

        if attempt(form, work):
            return redirect("desk:ticket", begun[0].public_id)
    context = {**frame(request), "form": form, "max_files": max_files(), "here": "compose"}
    status = 400 if form.is_bound else 200
    return render(request, "desk/compose.html", context, status=status)


def _initial(request: HttpRequest, agent: "User") -> dict[str, Any]:
    here = get_language() or "en"
    known = {"id": str(uuid7()), "language": here if here in workspace().languages else "en"}
    number = request.GET.get("about", "").replace("\0", "")[:24].upper()
    try:
        ticket = ticket_for(agent, number) if number else None
    except NotFound:
        return known
    if ticket is None:
        return known
    customer = ticket.customer
    return known | {"to": customer.email, "name": customer.name, "language": ticket.language}


def _begin(request: HttpRequest, agent: "User", channel: AtDesk, given: dict[str, Any]) -> "Ticket":
    address, customer = channel.recipient(given["to"])
    language = given["language"]
    if customer is None:
        customer = guest(name=given["name"], email=address, language=language)
    way = {"cc": copies} if (copies := channel.copies(given["cc"], to=address)) else {}
    return begin_ticket(
        agent=agent,
        customer=customer,
        subject=screen(given["subject"]),
        text=screen(given["text"]),
        channel=channel.key,
        language=language,
        client_id=read_uuid(given["id"]),
        category=category_with_key(given["category"]) if given["category"] else None,
        uploads=request.FILES.getlist("files")[: max_files()],
        way=way,
    )
