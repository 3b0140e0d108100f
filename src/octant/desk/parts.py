"""How the desk answers: pages, parts of pages, and errors beside the form they are about."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from octant.core.people.access import is_user
from octant.desk import inbox, thread
from octant.kit.errors import DomainError, NotAllowed

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket


def reader_of(request: HttpRequest) -> "User":
    """The signed-in person; the guard in front of every view has let only staff in."""
    if not is_user(request.user):
        raise NotAllowed("")
    return request.user


def is_part(request: HttpRequest) -> bool:
    """Whether a page's script asked for a part, not a browser for a page (going back, say)."""
    asked = request.headers.get("HX-Request") == "true"
    return asked and request.headers.get("HX-History-Restore-Request") != "true"


def changed(request: HttpRequest, ticket: "Ticket", **news: Any) -> HttpResponse:
    """After a change: the ticket's head and properties, to be put in their places."""
    ticket = thread.find(reader_of(request), ticket.public_id)
    context = thread.state_context(reader_of(request), ticket, inbox.names())
    return render(request, "desk/parts.html", {**context, **news})


def refused(error: DomainError) -> JsonResponse:
    """An error for a script, in the reader's language."""
    data = {"code": error.code, "sentence": str(error), "field": error.field}
    return JsonResponse(data, status=error.status)


def attempt(form: Form, work: Callable[[], object]) -> bool:
    """Do `work`; what the domain refuses is shown beside the field it is about."""
    try:
        work()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


def markup(request: HttpRequest, template: str, context: Mapping[str, Any]) -> str:
    return render_to_string(template, dict(context), request)
