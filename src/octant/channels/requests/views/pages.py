"""The list of one's tickets, and one of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from octant.channels.requests.forms import AnswerForm
from octant.channels.requests.reaching import Reached, reach
from octant.channels.requests.showing import list_context, ticket_context
from octant.core.people.access import is_user
from octant.core.proof.reach import KEY_CHARS, key_in
from octant.core.proof.sessions import customer_here, held_ticket, keep_key
from octant.core.tickets.services.reading import seen
from octant.kit.errors import DomainError, NotAllowed
from octant.kit.ids import uuid7


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All tickets of the signed-in customer; for guests, how they get to theirs."""
    if not is_user(request.user):
        return closed(request)
    customer = customer_here(request)
    context = {"show": "open", "rows": [], "tabs": []}
    if customer is not None:
        show, at = request.GET.get("show", ""), request.GET.get("at", "")
        context = list_context(customer, show, at[:80].replace("\0", ""))
    return render(request, "requests/list.html", context)


def closed(request: HttpRequest) -> HttpResponse:
    """For somebody who is not signed in and brought no link for this: the same whatever they
    asked for, so that it tells nothing of which tickets there are."""
    back = request.path if request.method in ("GET", "HEAD") else reverse("requests")
    context = {"login": f"{reverse('account_login')}?next={back}", "held": held_ticket(request)}
    return render(request, "requests/closed.html", context)


@never_cache
@sensitive_post_parameters()
@require_POST
def open_link(request: HttpRequest) -> HttpResponse:
    """Take the key of a link, or the whole link as somebody pasted it, into the session."""
    kept = keep_key(request, key_in(request.POST.get("key", "")[:KEY_CHARS]))
    held = held_ticket(request) if kept else None
    if held is None:
        messages.error(request, _("This link is no longer valid."))
        return HttpResponseRedirect(reverse("requests"))
    return HttpResponseRedirect(reverse("request", args=[held.public_id]))


@never_cache
@require_safe
def ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """One ticket. What is shown counts as read."""
    reached = reach(request, public_id)
    if reached is None:
        return missing(request)
    return shown(request, reached, AnswerForm(initial={"client_id": uuid7()}))


def missing(request: HttpRequest) -> HttpResponse:
    """The answer where there is nothing for this reader."""
    if is_user(request.user):
        raise Http404(_("There is no such ticket."))
    return closed(request)


def shown(
    request: HttpRequest,
    reached: Reached,
    form: AnswerForm,
    *,
    kept: dict[str, str] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The ticket's page, with what was typed where something was wrong with it."""
    before = _number(request.GET.get("before", ""))
    context = ticket_context(reached, form, before)
    if before is None and request.method == "GET":
        seen(ticket_id=reached.ticket.pk, by="customer", seq=context["last"])
    context |= {"kept": kept or {}, "error": error}
    return render(request, "requests/ticket.html", context, status=status)


@never_cache
@require_safe
def news(request: HttpRequest, public_id: str) -> JsonResponse:
    """Whether the page must be drawn again, for browsers without a socket."""
    reached = reach(request, public_id)
    if reached is None:
        return nothing_here()
    return JsonResponse({"version": reached.ticket.version, "last": reached.ticket.last_seq})


def nothing_here() -> JsonResponse:
    """The answer to a script where there is nothing for this reader."""
    return refused(NotAllowed(_("There is no such ticket.")), 404)


def refused(error: DomainError, status: int) -> JsonResponse:
    data = {"code": error.code, "sentence": str(error), "field": error.field}
    return JsonResponse(data, status=status)


def _number(value: str) -> int | None:
    found = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
    return found or None
