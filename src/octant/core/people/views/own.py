"""A person's own pages."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from octant.core.people import selectors
from octant.core.people.access import confirmed, is_user
from octant.core.people.anti_phishing import status_of
from octant.core.people.forms import AntiPhishingForm, ProfileForm
from octant.core.people.language import remember_language
from octant.core.people.models import User
from octant.core.people.reach import reach_of
from octant.core.people.reach_form import ReachForm
from octant.core.people.services import profile as services
from octant.core.people.services import sessions
from octant.core.people.services.anti_phishing import remove_code, set_code
from octant.core.people.services.reach import set_reach
from octant.kit.errors import DomainError, NotAllowed


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything one can change about one's account, each with how it stands."""
    if not is_user(request.user):
        raise NotAllowed(_("Sign in first."))
    context = {
        "factors": selectors.factors_of(request.user),
        "exchange_account": selectors.exchange_account_of(request.user),
        "anti_phishing": status_of(request.user),
        "exchange_sign_in": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }
    return render(request, "people/overview.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, alias, language and time zone."""
    if not is_user(request.user):
        raise NotAllowed(_("Sign in first."))
    form = ProfileForm(request.POST or None, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/profile.html", {"form": form})
    given = form.cleaned_data
    services.update(
        user=request.user,
        name=given["name"],
        language=given["language"],
        timezone=given["timezone"],
        alias=given.get("alias"),
    )
    with translation.override(given["language"]):
        messages.success(request, _("Your settings are saved."))
    response = redirect("people:overview")
    remember_language(response, given["language"])
    return response


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def reach(request: HttpRequest) -> HttpResponse:
    """By which ways somebody likes to be reached, what is mailed to them, and when not."""
    if not is_user(request.user):
        raise NotAllowed(_("Sign in first."))
    form = ReachForm(request.POST or None, row=reach_of(request.user))
    if request.method == "POST" and form.is_valid():
        set_reach(user=request.user, chosen=form.cleaned_data)
        messages.success(request, _("Your settings are saved."))
        return redirect("people:overview")
    return render(request, "people/reach.html", {"form": form})


@never_cache
@login_required
@confirmed
@require_http_methods(["GET", "POST"])
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Where somebody is signed in; POST ends `one` of these, the `others`, or `all` of them."""
    if not is_user(request.user):
        raise NotAllowed(_("Sign in first."))
    if request.method == "POST":
        return _end_sign_ins(request, request.user)
    rows = selectors.sessions_of(request.user, here=request.session.session_key or "")
    context = {"sessions": rows, "activity": selectors.activity_of(request.user)}
    return render(request, "usersessions/usersession_list.html", context)


def _end_sign_ins(request: HttpRequest, user: User) -> HttpResponse:
    one, here = request.POST.get("one", ""), request.session.session_key
    if one.isascii() and one.isdigit() and len(one) < 19:
        sessions.end_one(user=user, pk=int(one))
        messages.success(request, _("That device is signed out."))
    elif "all" in request.POST:
        get_adapter().logout(request)
        sessions.end_all(user=user)
        messages.success(request, _("You are signed out on every device."))
        return redirect("account_login")
    else:
        sessions.end_others(user=user, here=here, why="asked")
        messages.success(request, _("You are signed out everywhere else."))
    return redirect("people:sessions")


@never_cache
@login_required
@confirmed
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def anti_phishing(request: HttpRequest) -> HttpResponse:
    """Set, change or remove the code that our mails show. The page never shows it."""
    if not is_user(request.user):
        raise NotAllowed(_("Sign in first."))
    if request.method == "POST" and "remove" in request.POST:
        remove_code(user=request.user)
        _tell_by_mail(request.user)
        messages.success(request, _("Your anti-phishing code is removed."))
        return redirect("people:overview")
    form = AntiPhishingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_code(user=request.user, code=form.cleaned_data["code"])
        except DomainError as error:
            form.add_error("code", str(error))
        else:
            _tell_by_mail(request.user)
            messages.success(
                request, _("Your anti-phishing code is set. Our mails to you show it.")
            )
            return redirect("people:overview")
    context = {"form": form, "current": status_of(request.user)}
    return render(request, "people/anti_phishing.html", context)


def _tell_by_mail(user: User) -> None:
    """Whoever did not change it themselves learns of it; the mail shows what holds from now on."""
    get_adapter().send_notification_mail("people/email/anti_phishing", user)
