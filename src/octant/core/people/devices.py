"""Which browser somebody comes with: told apart by families, known again by a cookie.

The cookie names people by keyed hashes, of their number and of the password that holds: it says
nothing to who reads it, and a new password makes every browser new. It opens nothing.
"""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from octant.core.people.models import User

KEPT_DAYS = 365
PEOPLE = 8  # that one browser is known to, the latest first
LONGEST = 600
_SALT = "octant.core.people.devices"
_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def families(agent: str) -> tuple[str, str]:
    """(browser, system) as people call them; empty where it is not clear."""
    browser = next((name for mark, name in _BROWSERS.items() if f"{mark}/" in agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "")
    return browser, system


def families_of(request: HttpRequest) -> tuple[str, str]:
    return families(request.META.get("HTTP_USER_AGENT", ""))


def network_of(request: HttpRequest) -> str:
    """The network that the request came from, not the line: /24 of IPv4, /48 of IPv6."""
    try:
        address = ip_address(str(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return ""
    bits = 24 if address.version == 4 else 48
    return str(ip_network(f"{address}/{bits}", strict=False))


def known(request: HttpRequest, user: User) -> bool:
    """Whether this user has signed in with this browser since their password is this one."""
    return _tag(user) in _tags(request)


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Let the browser know that this user signed in with it."""
    tags = [_tag(user), *(tag for tag in _tags(request) if tag != _tag(user))]
    response.set_cookie(
        settings.OCTANT_DEVICE_COOKIE,
        Signer(salt=_SALT).sign(".".join(tags[:PEOPLE])),
        max_age=KEPT_DAYS * 86400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _tags(request: HttpRequest) -> list[str]:
    value = request.COOKIES.get(settings.OCTANT_DEVICE_COOKIE, "")
    try:
        return Signer(salt=_SALT).unsign(value[:LONGEST]).split(".")
    except BadSignature:
        return []


def _tag(user: User) -> str:
    return salted_hmac(_SALT, f"{user.pk}|{user.password}", algorithm="sha256").hexdigest()[:32]
