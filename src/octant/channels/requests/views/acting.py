"""What is pressed on a ticket's page."""

from collections.abc import Callable
from itertools import zip_longest
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from octant.channels.requests import limits
from octant.channels.requests.forms import AnswerForm, RatingForm, first_error
from octant.channels.requests.reaching import Reached, reach
from octant.channels.requests.services.answering import keep_files, say
from octant.channels.requests.views.pages import missing, shown
from octant.core.proof.sessions import keep_key
from octant.core.routing.services.switching import to_chat, to_email
from octant.core.safety.services.limiting import spend
from octant.core.safety.text import screen
from octant.core.tickets.access import key_for
from octant.core.tickets.services.attach import max_files
from octant.core.tickets.services.lifecycle import rate, solve
from octant.kit.errors import DomainError
from octant.kit.ids import uuid7

KEPT_CHARACTERS = 40


@never_cache
@sensitive_post_parameters()
@require_POST
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say something, with files. What was typed and the files that arrived come back with a
    refusal; pressing again, or reloading, says nothing twice."""
    reached = reach(request, public_id)
    if reached is None:
        return missing(request)
    form = AnswerForm(request.POST)
    kept = _kept(request)
    if not form.is_valid():
        return _refused(request, reached, kept, _("Please send it again."))
    try:
        spend(limits.ANSWER_TICKET, str(reached.ticket.pk))
        taken, bad = keep_files(
            reached=reached, given=request.FILES.getlist("files")[: _room(kept)]
        )
        kept |= taken
        if bad:
            return _refused(request, reached, kept, " ".join(bad))
        client_id: UUID = form.cleaned_data["client_id"]
        text = form.cleaned_data["text"]
        found, _said = say(reached=reached, client_id=client_id, text=text, files=tuple(kept))
    except DomainError as error:
        return _refused(request, reached, kept, str(error), error.status)
    if reached.by_link and found.pk != reached.ticket.pk:
        keep_key(request, key_for(found))  # they wrote it: the link goes on with it
    messages.success(request, _("Your message has arrived."), extra_tags=f"sent {public_id}")
    return HttpResponseRedirect(f"{reverse('request', args=[found.public_id])}#end")


def _room(kept: dict[str, str]) -> int:
    return max(0, max_files() + 1 - len(kept))  # one too many is told, not dropped


def _kept(request: HttpRequest) -> dict[str, str]:
    """Files that arrived with an earlier try: {id: name}; whose they are the services look."""
    ids = [each[:KEPT_CHARACTERS] for each in request.POST.getlist("kept")[:20]]
    names = [each[:200] for each in request.POST.getlist("kept_name")[:20]]
    return {each: name or each for each, name in zip_longest(ids, names[: len(ids)], fillvalue="")}


def _refused(
    request: HttpRequest, reached: Reached, kept: dict[str, str], error: str, status: int = 400
) -> HttpResponse:
    again = AnswerForm(
        initial={"client_id": _client_id(request, status), "text": request.POST.get("text", "")}
    )
    return shown(request, reached, again, kept=kept, error=error, status=status)


def _client_id(request: HttpRequest, status: int) -> UUID:
    """The same as before, so that a try which did arrive is known; a new one after a conflict,
    where other words arrived under it."""
    try:
        given = UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid7()
    return uuid7() if status == 409 else given


@never_cache
@require_POST
def act(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """One of VERBS; what the domain refuses is said on the page."""
    reached = reach(request, public_id)
    if reached is None:
        return missing(request)
    work = VERBS.get(verb)
    try:
        if work is None:
            raise DomainError(_("Please reload the page."), code="verb")
        spend(limits.SWITCH_TICKET, str(reached.ticket.pk))
        told = work(request, reached)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return HttpResponseRedirect(reverse("request", args=[reached.ticket.public_id]))


def _solve(request: HttpRequest, reached: Reached) -> str:
    solve(ticket=reached.ticket, actor=None, customer=reached.customer)
    return _("Thank you. The ticket is marked as solved.")


def _chat(request: HttpRequest, reached: Reached) -> str:
    to_chat(ticket=reached.ticket, customer=reached.customer)
    return _(
        "You are in the queue of the chat. Open the chat to talk as soon as somebody is there."
    )


def _email(request: HttpRequest, reached: Reached) -> str:
    to_email(ticket=reached.ticket, customer=reached.customer)
    return _("We answer you by email.")


def _rate(request: HttpRequest, reached: Reached) -> str:
    form = RatingForm(request.POST)
    if not form.is_valid():
        raise DomainError(first_error(form), field="rating")
    given = form.cleaned_data
    comment = screen(given["comment"], max_chars=limits.COMMENT_CHARACTERS)
    rate(
        ticket=reached.ticket,
        customer=reached.customer,
        rating=given["rating"],
        comment=comment,
    )
    return _("Thank you for telling us.")


VERBS: dict[str, Callable[[HttpRequest, Reached], str]] = {
    "solve": _solve,
    "chat": _chat,
    "email": _email,
    "rate": _rate,
}
