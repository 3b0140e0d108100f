"""Notices in this browser: on, off, and which others of one's own have them."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from octant.core.people.access import is_user
from octant.core.people.templatetags.people import device as device_name
from octant.kit.errors import NotAllowed
from octant.reactions.notifications import push_key
from octant.reactions.notifications.device_form import DeviceForm
from octant.reactions.notifications.models import Device
from octant.reactions.notifications.services.devices import add_device, remove_device

if TYPE_CHECKING:
    from octant.core.people.models import User

COOKIE_SECONDS = 400 * 24 * 3600  # as long as browsers keep one
WORKER = Path(__file__).parent / "static" / "notifications" / "worker.js"


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The page; POST adds this browser, or takes one away (`remove`)."""
    if not is_user(request.user):
        raise NotAllowed(_("Sign in first."))
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, request.user)
    if request.method == "POST" and form.is_valid():
        return _add(request, request.user, form.cleaned_data)
    rows = Device.objects.filter(user=request.user).order_by("-made_at")
    here = request.COOKIES.get(settings.OCTANT_NOTICES_COOKIE, "")
    context = {
        "form": form,
        "devices": [(row, bool(here) and row.key == here) for row in rows],
        "public_key": push_key.public(),
    }
    response = render(request, "notifications/notices.html", context)
    # The address of a worker is a script's: one policy, on this page alone, makes it.
    response._csp_replace = {"trusted-types": ["octant-push"]}  # type: ignore[attr-defined]
    return response


def _add(request: HttpRequest, user: "User", given: dict[str, str]) -> HttpResponse:
    agent = request.headers.get("User-Agent", "")
    device = add_device(
        user=user,
        endpoint=given["endpoint"],
        their_key=given["their_key"],
        auth=given["auth"],
        name=device_name(agent),
        language=get_language() or "en",
    )
    messages.success(request, _("We tell you of answers in this browser. One is on its way."))
    response = redirect("notices")
    response.set_cookie(
        settings.OCTANT_NOTICES_COOKIE,
        device.key,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _remove(request: HttpRequest, user: "User") -> HttpResponse:
    which = request.POST["remove"]
    if which.isascii() and which.isdigit() and len(which) < 19:
        remove_device(user=user, pk=int(which))
        messages.success(request, _("No more notices in that browser."))
    return redirect("notices")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at an address that stays the same over versions of the product."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
