"""The page on which somebody writes to us, or reads how to do it from their own mail program."""

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octant.channels.email import config
from octant.channels.email.given import file_of_link
from octant.channels.email.less import user_of
from octant.channels.email.services.writing import Letter, write
from octant.channels.email.writing_form import WritingForm
from octant.core.advice.topics import Choice, topic_choices
from octant.core.exchange.proof import Assured
from octant.core.knowledge.reader import lately_reader_of
from octant.core.knowledge.selectors.visits import visits_of
from octant.core.people.access import is_user
from octant.core.people.services.reach import set_reach
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import workspace
from octant.core.proof.sessions import customer_here, keep_key
from octant.core.safety.labels import text_too_long
from octant.core.safety.services.limiting import Limit, spend
from octant.core.safety.text import Screened, TextTooLong, screen
from octant.core.takeover.urgency import COMPROMISED, urgency
from octant.core.tickets.access import key_for, reader_of
from octant.core.tickets.caps import accepted, max_characters
from octant.core.tickets.intake import NOTHING, kept, look, shown
from octant.core.tickets.known import known_of
from octant.core.tickets.selectors import file_for
from octant.core.tickets.services.attach import max_files
from octant.kit.errors import DomainError
from octant.kit.ids import uuid7

if TYPE_CHECKING:
    from octant.core.people.models import User

NEEDS_ADDRESS = Limit("email:needs", 1200, 10)
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,64}")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form, and how to write otherwise. A POST with `begin`, the topic that was understood,
    fills it in; any other sends it."""
    topics = topic_choices(get_language() or "en")
    keys = frozenset(key for each in topics for key in (each.key, *(c.key for c in each.children)))
    known = is_user(request.user)
    if request.method != "POST" or "begin" in request.POST:
        begun = {
            "client_id": uuid7(),
            "text": request.POST.get("text", "")[: max_characters()],
            "category": request.POST.get("begin", "")[:80],
        }
        form = WritingForm(initial=begun, known=known, topics=keys)
        return _shown(request, form, topics)
    form = WritingForm(request.POST, known=known, topics=keys)
    if not form.is_valid():
        return _shown(request, form, topics, status=400)
    try:
        ticket, refused = write(_letter(request, form.cleaned_data))
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _shown(request, form, topics, status=error.status)
    if not known:
        keep_key(request, key_for(ticket))
    told = _("Your message has arrived. We answer by email.")
    messages.success(request, told, extra_tags="written")
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("request", ticket.public_id)


def _shown(
    request: HttpRequest, form: WritingForm, topics: list[Choice], status: int = 200
) -> HttpResponse:
    hours = workspace().email_answer_hours
    context = {
        "form": form,
        "topics": topics,
        "category": form["category"].value() or "",
        "address": config.mailboxes()[0].address,
        "least": hours["min"],
        "most": hours["max"],
        "accept": accepted(),
        "max_files": max_files(),
        "again": bool(form.errors) and bool(request.FILES),
        "current_surface": "email",
    }
    return render(request, "email/page.html", context, status=status)


def _letter(request: HttpRequest, given: dict[str, Any]) -> Letter:
    user: User | None = request.user if is_user(request.user) else None
    language, who = get_language() or "en", _owner(request)
    text = _screened(given["text"], who)
    readers = lately_reader_of(request)
    told = look(category=given["category"], text=text.text, language=language, who=who, offer=False)
    zone = given["timezone"]
    return Letter(
        client_id=given["client_id"],
        address=str(request.META.get("REMOTE_ADDR", "")),
        category=given["category"],
        text=text,
        language=language,
        timezone=zone if _ZONE.fullmatch(zone) else "UTC",
        user=user,
        name=given.get("name", ""),
        email=given.get("email", ""),
        readers=readers,
        context={**visits_of(readers[0]), "intake": kept(told)},
        files=request.FILES.getlist("files"),
    )


def _screened(given: str, who: Assured | None) -> Screened:
    text = given.strip()
    try:
        return screen(text, known=known_of(lambda: who), max_chars=max_characters())
    except TextTooLong as error:
        sentence = text_too_long(len(text), max_characters())
        raise DomainError(sentence, code="too_long", field="text", status=413) from error


def _owner(request: HttpRequest) -> Assured | None:
    """Proof of whose account this is."""
    customer = customer_here(request)
    if customer is None or not customer.exchange_account:
        return None
    return Assured(customer.exchange_account, Assurance.SIGNED_IN, subject=customer)


@never_cache
@sensitive_post_parameters()
@require_POST
def needs(request: HttpRequest) -> JsonResponse:
    """What the case that is being written needs. Nothing is stored; a guest hears of nobody's
    records, and nothing stands between a stolen account and a person."""
    try:
        spend(NEEDS_ADDRESS, str(request.META.get("REMOTE_ADDR", "")))
    except DomainError as error:
        return JsonResponse({"code": error.code, "sentence": str(error)}, status=error.status)
    who, category = _owner(request), request.POST.get("category", "")[:80]
    given = request.POST.get("text", "")[: max_characters()]
    text = screen(given, known=known_of(lambda: who)).text
    if urgency(text, category) == COMPROMISED:
        return JsonResponse(shown(NOTHING))
    language = get_language() or "en"
    return JsonResponse(shown(look(category=category, text=text, language=language, who=who)))


@require_safe
def mail_file(request: HttpRequest, token: str) -> HttpResponse:
    """A file that was too large for its mail; its customer signs in first."""
    public_id = file_of_link(token)
    if not is_user(request.user):
        return redirect_to_login(request.get_full_path())
    return redirect("file", file_for(reader_of(request), public_id).public_id)


@csrf_exempt  # mail programs press the button for their reader (RFC 8058); the link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def less(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails that somebody may do without. Opening it changes nothing: programs that
    check links open them all."""
    user = user_of(token)
    done = request.method == "POST"
    if done:
        set_reach(user=user, chosen={"mail_news": False})
    return render(request, "email/less.html", {"done": done})
