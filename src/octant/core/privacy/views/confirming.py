"""Confirm again that it is you before all your data leaves or goes: by a passkey, an authenticator
app, the exchange's own app, or, for those who have none of these, a code by mail."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from octant.core.exchange.adapters.demo import answer_in_demo
from octant.core.exchange.port import CannotConfirm, Question
from octant.core.exchange.proof import Assured
from octant.core.exchange.selectors import exchange
from octant.core.people import step_up
from octant.core.people.models import User
from octant.core.people.services import presence
from octant.core.ports.assurance import Assurance
from octant.core.privacy import sessions
from octant.core.privacy.services import confirming
from octant.core.privacy.views.own import ask_own_export, customer_of, me, theirs
from octant.core.safety.services.limiting import Limit, spend
from octant.kit.errors import DomainError, NotAllowed
from octant.kit.ids import token

LOOK = Limit("own_data:look", 600, 10)


@theirs
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponseBase:
    """The ways this person has, and their answer."""
    if sessions.minutes_left(request):
        return redirect(_go_on(request))
    if request.method != "POST":
        return _shown(request)
    try:
        return _answered(request)
    except DomainError as error:
        return _shown(request, str(error), error.status)


def _answered(request: HttpRequest) -> HttpResponseBase:
    user, age = me(request), step_up.factor_age()
    ways = _ways(request)
    if "send" in request.POST and ways["mail"]:
        sessions.keep_sent(request, confirming.send_code(user=user))
        return redirect("privacy:confirm")
    if "exchange" in request.POST and ways["account"]:
        return _ask_exchange(request, ways["account"])
    if "mailed" in request.POST and ways["mail"]:
        confirming.spend_try(user=user)
        given, sent = request.POST["mailed"][:20], sessions.sent(request)
        right = confirming.code_is_right(user=user, sent=sent, code=given)
        return _judged(request, "mail", right)
    if "code" in request.POST:
        confirming.spend_try(user=user)
        right = presence.code_is_right(user, request.POST["code"][:20], age=age)
        return _judged(request, "totp", right)
    if "credential" in request.POST:
        confirming.spend_try(user=user)
        right = presence.passkey_is_right(user, request.POST["credential"], age=age)
        return _judged(request, "passkey", right)
    raise NotAllowed(_("Choose one of the ways that this page offers."))


def _judged(request: HttpRequest, method: str, right: bool) -> HttpResponseBase:
    user, customer = me(request), customer_of(request)
    confirming.note_answer(user=user, customer=customer, method=method, right=right)
    if not right:
        raise DomainError(_("This did not fit. Enter the newest code, or try another way."))
    sessions.hold(request, method=method)
    return redirect(_go_on(request))


def _go_on(request: HttpRequest) -> str:
    """What they were about to do: asked for again by nobody but themselves, where it ends
    something."""
    what = sessions.intended(request)
    if what == sessions.EXPORT:
        ask_own_export(request)
    elif what == sessions.FETCH:
        messages.success(request, _("Thank you, it is you. You can download the archive now."))
    return reverse("privacy:ask_erasure" if what == sessions.ERASE else "privacy:own")


def _ask_exchange(request: HttpRequest, account: str) -> HttpResponseBase:
    confirming.spend_try(user=me(request))
    try:
        asked = exchange().ask(account, assurance=_assured(request, account), key=token())
    except CannotConfirm:
        sessions.note_no_exchange(request)
        raise
    sessions.keep_asked(request, sessions.Asked(account, asked.id, asked.number))
    return redirect("privacy:confirm")


def _assured(request: HttpRequest, account: str) -> Assured:
    customer = customer_of(request)
    proved = account if customer.exchange_account == account else ""
    return Assured(proved, Assurance.SIGNED_IN, subject=customer, actor=me(request))


def _ways(request: HttpRequest) -> dict[str, Any]:
    """What this person can confirm with. A code by mail is for those who have nothing better
    (`confirming.may_be_mailed`)."""
    user = me(request)
    factors = presence.factors(user, age=step_up.factor_age())
    account = customer_of(request).exchange_account
    asks = "" if sessions.no_exchange(request) else account
    return {
        "totp": "totp" in factors,
        "passkey": "passkey" in factors,
        "account": asks,
        "mail": not factors and not asks and confirming.may_be_mailed(user),
    }


def _shown(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    user, ways = me(request), _ways(request)
    age = step_up.factor_age()
    context = {
        **ways,
        "options": presence.passkey_options(user, age=age) if ways["passkey"] else None,
        "error": error,
        "address": _shortened(user),
        "sent": sessions.sent(request) if ways["mail"] else None,
        "asked": sessions.asked(request),
        "changed_at": user.email_changed_at,
        "address_days": step_up.address_age().days,
        "minutes": round(step_up.holds().total_seconds() / 60),
        "code_minutes": round(step_up.code_lives().total_seconds() / 60),
        "demo_app": settings.OCTANT_DEMO and not settings.OCTANT_EXCHANGE_URL,
    }
    return render(request, "privacy/confirm.html", context, status=status)


def _shortened(user: User) -> str:
    """Enough of an address to know one's own by: `m…@mail.example`."""
    name, _at, host = user.email.partition("@")
    return f"{name[:1]}…@{host}"


@theirs
@require_POST
def look(request: HttpRequest) -> HttpResponseBase:
    """Whether the exchange has answered: where to `go` then, or nothing yet."""
    spend(LOOK, str(me(request).pk))
    go = _looked(request)
    if "text/html" in request.headers.get("Accept", ""):
        return redirect(go or "privacy:confirm")
    return JsonResponse({"go": go})


def _looked(request: HttpRequest) -> str:
    asked = sessions.asked(request)
    if asked is None:
        return reverse("privacy:confirm")
    answer: Question = exchange().asked(
        asked.account, asked.id, assurance=_assured(request, asked.account)
    )
    if answer.state == "pending":
        return ""
    sessions.forget_asked(request)
    right = answer.state == "confirmed"
    confirming.note_answer(
        user=me(request), customer=customer_of(request), method="exchange", right=right
    )
    if right:
        sessions.hold(request, method="exchange")
        return _go_on(request)
    messages.error(request, _("The exchange did not confirm it. Try again, or another way."))
    return reverse("privacy:confirm")


@theirs
@require_POST
def demo_app(request: HttpRequest) -> HttpResponseBase:
    """The demonstration's stand-in for the exchange's app: yes or no."""
    asked = sessions.asked(request)
    if not settings.OCTANT_DEMO or asked is None:
        raise Http404
    answer_in_demo(account=asked.account, key=asked.id, yes="yes" in request.POST)
    return redirect("privacy:confirm")
