"""The page for an account in other hands: report it, freeze it, and see what happens next."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from octant.core.people.access import is_user
from octant.core.ports.assurance import Assurance
from octant.core.ports.workspace import workspace
from octant.core.proof.reach import KEY_CHARS, key_in
from octant.core.proof.selectors import is_stepped_up
from octant.core.proof.services.stepping import ask
from octant.core.proof.sessions import customer_here, held_ticket, keep_key, mark_of
from octant.core.safety.services.limiting import spend
from octant.core.takeover import rules, words
from octant.core.takeover.forms import AlarmForm
from octant.core.takeover.models import Case
from octant.core.takeover.selectors import case_of, open_case_of
from octant.core.takeover.services.freezing import allow, carry_out, want
from octant.core.takeover.services.reporting import Alarm, raise_alarm
from octant.core.tickets.access import key_for
from octant.kit.errors import DomainError, NotAllowed
from octant.kit.ids import uuid7


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The steps: before a report those that hold for everybody, then the case's own. A chat
    window posts its ticket's key here."""
    if request.method == "POST":
        keep_key(request, key_in(f"key={request.POST.get('key', '')[:KEY_CHARS]}"))
        return HttpResponseRedirect(reverse("takeover"))
    return _shown(request, _case(request))


@never_cache
@sensitive_post_parameters()
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Open the case; with `freeze`, go on to the freeze at once."""
    user = request.user if is_user(request.user) else None
    form = AlarmForm(request.POST, guest=user is None)
    if not form.is_valid():
        return _shown(request, _case(request), form=form)
    spend(rules.REPORT_ADDRESS, str(request.META.get("REMOTE_ADDR", "")))
    given = form.cleaned_data
    alarm = Alarm(
        client_id=given["client_id"],
        text=given["text"],
        language=get_language() or "en",
        user=user,
        name=given.get("name", ""),
        email=given.get("email", ""),
    )
    try:
        case = raise_alarm(alarm)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _shown(request, None, form=form)
    keep_key(request, key_for(case.ticket))
    return _freeze(request, case) if "freeze" in request.POST else _back()


@never_cache
@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """The customer wants the account frozen: at once if this session has proved that it is
    they, else after they prove it. Pressing again changes nothing."""
    case = _case(request)
    return _back() if case is None else _freeze(request, case)


def _freeze(request: HttpRequest, case: Case) -> HttpResponse:
    ticket = case.ticket
    spend(rules.FREEZE_CUSTOMER, str(ticket.customer_id))
    try:
        want(ticket=ticket)
        if is_stepped_up(ticket, mark_of(request)):
            allow(ticket=ticket)
            carry_out(case.pk)
            return _back()
        if case_of(ticket).allowed_at is None:  # type: ignore[union-attr]
            ask(ticket=ticket)
            return HttpResponseRedirect(reverse("step_up"))
    except NotAllowed as error:
        return _shown(request, case, error=str(error))
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("takeover"))


def _case(request: HttpRequest) -> Case | None:
    """The signed-in customer's open case; else that of the key brought along."""
    customer = customer_here(request)
    if customer is not None and (own := open_case_of(customer)):
        return own
    held = held_ticket(request)
    found = case_of(held) if held else None
    if found is not None and held is not None and customer is not None:
        # Somebody reported as a guest and then signed in: only a case of their own can freeze.
        return found if held.customer_id == customer.pk else None
    return found


def _shown(
    request: HttpRequest, case: Case | None, *, form: AlarmForm | None = None, error: str = ""
) -> HttpResponse:
    guest, language = not is_user(request.user), get_language() or "en"
    customer = customer_here(request)
    context: dict[str, Any] = {
        "case": case,
        "form": form or AlarmForm(initial={"client_id": uuid7()}, guest=guest),
        "error": error,
        "guest": guest,
        "account": bool(customer and customer.exchange_account),
        "lines": lock_lines(language),
        "login": f"{reverse('account_login')}?next={reverse('takeover')}",
        "lock_article": f"/{language}/article/lock-my-account/",
        **(_of_case(case) if case else {}),
    }
    status = 400 if error or (form is not None and form.errors) else 200
    return render(request, "takeover/page.html", context, status=status)


def _of_case(case: Case) -> dict[str, Any]:
    ticket = case.ticket
    known = bool(ticket.customer.exchange_account) and ticket.assurance >= Assurance.SIGNED_IN
    return {
        "ticket": ticket,
        "key": key_for(ticket),
        "may_freeze": known and case.allowed_at is None,
        "frozen": words.frozen(case.frozen),
    }


def lock_lines(language: str) -> list[tuple[str, str]]:
    """The official numbers that lock accounts: the workspace marks them with `locks: true`."""
    phones = workspace().raw.get("official", {}).get("phones", [])
    return [
        (str(row["number"]), str(row["label"].get(language) or row["label"].get("en", "")))
        for row in phones
        if row.get("locks")
    ]
