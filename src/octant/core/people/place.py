"""A sign-in of staff stays where it began (OWASP ASVS 5.0, 8.2.4).

A session's cookie that turns up in another family of browser, or system, was carried off; so
nothing is shown there until whoever it is proves it by the second factor. With
OCTANT_STAFF_ONE_NETWORK another network is such a move too. A browser can pretend to be another
one: this is a lock more, none that stands alone.
"""

import structlog
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from octant.core.people import devices
from octant.core.people.access import has_second_factor, is_user
from octant.core.people.models import User
from octant.core.people.session_store import LIFE
from octant.kit.errors import NotAllowed

log = structlog.get_logger()
# Where a session is read at all, and staff have something to lose.
ROOMS = ("/desk/", "/editor/", "/accounts/")


def place_of(request: HttpRequest) -> list[str]:
    """Browser, system, network: what a session remembers of where it began."""
    return [*devices.families_of(request), devices.network_of(request)]


def moved(request: HttpRequest) -> bool:
    """Whether the session is one of staff that began elsewhere."""
    life = request.session.get(LIFE, {})
    began = life.get("place")
    if not (began and life.get("staff")):
        return False
    parts = 3 if settings.OCTANT_STAFF_ONE_NETWORK else 2
    return bool(began[:parts] != place_of(request)[:parts])


def settled_by(proof: str, user: User) -> bool:
    """Whether this kind of proof lets a session stay where it is now: the second factor, or the
    password where a demonstration lets staff work without one."""
    return proof == "mfa" or not has_second_factor(user)


def stop(request: HttpRequest) -> HttpResponseBase | None:
    """What a session that moved gets in place of its page; nothing for any other."""
    if not request.path_info.startswith(ROOMS):
        return None
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    if not moved(request) or not is_user(request.user):
        return None
    ways = _ways(request.user)
    if request.path_info in (*ways, reverse("account_logout")):
        return None
    log.warning("session_moved", user=request.user.pk)
    if "application/json" in request.headers.get("Accept", "") or request.method != "GET":
        return _refused(request)
    if request.headers.get("HX-Request"):  # a part of a page: the whole of it goes there
        return HttpResponseClientRedirect(f"{ways[0]}?{urlencode({'next': '/desk/'})}")
    return redirect(f"{ways[0]}?{urlencode({'next': request.get_full_path()})}")


def _ways(user: User) -> list[str]:
    """Pages to prove it on, the best first."""
    by_password = reverse("account_reauthenticate")
    pages = [str(way["url"]) for way in get_adapter().get_reauthentication_methods(user)]
    strong = [page for page in pages if page != by_password]
    return strong if has_second_factor(user) else [by_password]


def _refused(request: HttpRequest) -> HttpResponseBase:
    error = NotAllowed(
        _(
            "You are signed in from another browser or place than before. Nothing was changed. "
            "Open the desk and confirm that it is you, then send this again."
        ),
        code="confirm_again",
    )
    if "application/json" in request.headers.get("Accept", ""):
        said = {"code": error.code, "sentence": str(error), "field": ""}
        return JsonResponse(said, status=error.status)
    return render(request, "ui/refused.html", {"error": error}, status=error.status)
