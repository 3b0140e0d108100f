"""The page where a customer proves again that it is they. Agents never see what is typed here."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from octant.core.exchange.adapters.demo import answer_in_demo
from octant.core.people.models import User
from octant.core.people.services import presence
from octant.core.proof import limits, rules
from octant.core.proof.following import go_on
from octant.core.proof.models import StepUp
from octant.core.proof.reach import KEY_CHARS, key_in
from octant.core.proof.selectors import asked_of
from octant.core.proof.services import asking_exchange, stepping
from octant.core.proof.sessions import customer_here, held_ticket, is_owner, keep_key, mark_of
from octant.core.safety.services.limiting import spend
from octant.kit.errors import DomainError, NotAllowed


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The request that waits for this visitor, and the ways to answer it."""
    if request.method == "POST" and "key" in request.POST:
        keep_key(request, key_in(f"key={request.POST['key'][:KEY_CHARS]}"))
        return HttpResponseRedirect(reverse("step_up"))
    found = _asked(request)
    if request.method != "POST" or found is None:
        return _shown(request, found)
    spend(limits.TRY_STEP_UP, str(found.ticket.customer_id))
    try:
        return _answered(request, found)
    except DomainError as error:
        return _shown(request, _asked(request), error=str(error))


def _asked(request: HttpRequest) -> StepUp | None:
    """Of whoever is signed in; else by the key that was brought along."""
    customer = customer_here(request)
    if customer is not None and (own := asked_of(customer)):
        return own
    held = held_ticket(request)
    return stepping.asked_on(held) if held else None


def _answered(request: HttpRequest, asked: StepUp) -> HttpResponse:
    """Try the answer that was given."""
    user, age = request.user, rules.factor_age()
    own = is_owner(request, asked.ticket)
    if "code" in request.POST and own and isinstance(user, User):
        right = presence.code_is_right(user, request.POST["code"][:20], age=age)
        return _judged(request, asked, "totp", right)
    if "credential" in request.POST and own and isinstance(user, User):
        right = presence.passkey_is_right(user, request.POST["credential"], age=age)
        return _judged(request, asked, "passkey", right)
    if "exchange" in request.POST:
        asking_exchange.begin(step_up=asked, session=mark_of(request))
        return HttpResponseRedirect(reverse("step_up"))
    raise NotAllowed(_("Sign in first, in this browser, as the one who was asked."))


def _judged(request: HttpRequest, asked: StepUp, method: str, right: bool) -> HttpResponse:
    if not right:
        row = stepping.note_wrong(step_up=asked)
        over = row.state != StepUp.State.ASKED
        raise DomainError(
            _("That was not right too often. Ask for a new request in the chat.")
            if over
            else _("This did not fit. Enter the newest code of your app, or try another way.")
        )
    stepping.confirm(step_up=asked, method=method, session=mark_of(request))
    return HttpResponseRedirect(go_on(asked.ticket) or f"{reverse('step_up')}?done")


def _shown(request: HttpRequest, asked: StepUp | None, error: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "asked": asked,
        "error": error,
        "done": asked is None and "done" in request.GET,
        "known": customer_here(request) is not None or held_ticket(request) is not None,
        "login": f"{reverse('account_login')}?next={reverse('step_up')}",
        "minutes": round(rules.holds().total_seconds() / 60),
        **(_ways(request, asked) if asked else {}),
    }
    return render(request, "proof/step_up.html", context, status=400 if error else 200)


def _ways(request: HttpRequest, asked: StepUp) -> dict[str, Any]:
    """What this visitor can answer with."""
    user, age = request.user, rules.factor_age()
    own = is_owner(request, asked.ticket) and isinstance(user, User)
    factors = presence.factors(user, age=age) if own and isinstance(user, User) else set()
    passkey = "passkey" in factors and isinstance(user, User)
    return {
        "own": own,
        "totp": "totp" in factors,
        "options": presence.passkey_options(user, age=age) if passkey else None,  # type: ignore[arg-type]
        "account": bool(asked.ticket.customer.exchange_account),
        "waits": bool(asked.question),
        "demo_app": settings.OCTANT_DEMO and not settings.OCTANT_EXCHANGE_URL,
    }


@never_cache
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Whether the exchange has answered: `state`, and where to `go` then."""
    held, customer = held_ticket(request), customer_here(request)
    asked = _asked(request)
    if asked is None or not asked.question:
        known = held or customer
        return JsonResponse({"state": "over", "go": _over(request) if known else ""})
    spend(limits.LOOK_STEP_UP, str(asked.ticket_id))
    state = asking_exchange.look(step_up=asked)
    go = "" if state == StepUp.State.ASKED else _next(asked, state)
    if "text/html" in request.headers.get("Accept", ""):
        return HttpResponseRedirect(go or reverse("step_up"))
    return JsonResponse({"state": state, "go": go})


def _over(request: HttpRequest) -> str:
    """The worker was faster: go on as if this page had looked."""
    held, customer = held_ticket(request), customer_here(request)
    rows = StepUp.objects.filter(session=mark_of(request)).select_related("ticket__customer")
    rows = rows.filter(ticket=held) if held else rows.filter(ticket__customer=customer)
    last = rows.order_by("-asked_at").first()
    return _next(last, last.state) if last else reverse("step_up")


def _next(asked: StepUp, state: str) -> str:
    confirmed = state == StepUp.State.CONFIRMED
    followed = go_on(asked.ticket) if confirmed else ""
    return followed or (f"{reverse('step_up')}?done" if confirmed else reverse("step_up"))


@never_cache
@require_POST
def demo_app(request: HttpRequest) -> HttpResponse:
    """The demonstration's stand-in for the exchange's app: yes or no."""
    asked = _asked(request)
    if not settings.OCTANT_DEMO or asked is None or not asked.question:
        raise Http404
    answer_in_demo(
        account=asked.ticket.customer.exchange_account,
        key=asked.question,
        yes="yes" in request.POST,
    )
    return HttpResponseRedirect(reverse("step_up"))
