"""What every page knows of the site it is part of."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from octant.core.people.access import is_user
from octant.core.people.selectors import account_links
from octant.core.ports.registry import surfaces
from octant.core.ports.workspace import Workspace, workspace
from octant.core.proof.selectors import asked_of
from octant.core.proof.sessions import customer_here


def _asked(request: HttpRequest) -> str:
    """Where the reader is to confirm that it is they, while an agent waits for it."""
    customer = customer_here(request)
    asked = asked_of(customer) if customer else None
    return reverse("step_up") if asked and asked.asked_by else ""


def _links(request: HttpRequest) -> list[dict[str, str]]:
    """The menu of who is signed in; those who ask for help come to their requests first."""
    links = account_links(request.user)
    if not is_user(request.user) or request.user.is_staff:
        return links
    return [{"url": reverse("requests"), "name": gettext("My requests"), "icon": "inbox"}, *links]


@dataclass(frozen=True, slots=True)
class Site:
    """The workspace in the reader's language, as templates use it."""

    name: str
    tagline: str
    demo: bool
    demo_notice: str
    demo_notice_short: str
    logo_url: str
    official_domains: tuple[str, ...]
    languages: list[dict[str, str]]
    reminder: str


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `workspace`, `surfaces`, `alternate_urls`, `account_links` and more."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "workspace": describe(workspace(), language),
        "surfaces": surfaces(),
        "alternate_urls": alternates(request),
        "LANGUAGE_CODE": language,
        "theme": request.COOKIES.get(settings.OCTANT_THEME_COOKIE, ""),
        # Called by the template, so that pages without the menu do not ask who is reading.
        "account_name": lambda: request.user.shown_name if is_user(request.user) else "",
        "account_links": lambda: _links(request),
        "requests_url": reverse("requests"),
        "search_url": reverse("help_center:search"),
        "suggest_url": reverse("help_center:suggest"),
        "verify_url": reverse("verify"),
        "takeover_url": reverse("takeover"),
        "mailbox_url": reverse("mailbox") if settings.OCTANT_DEMO else "",
        # Only pages that show it ask for it, and only of who is signed in.
        "step_up_asked": lambda: _asked(request),
        "socket_url": settings.OCTANT_SOCKET_URL,
        "socket_port": settings.OCTANT_PORT + 1,
        "launcher": "live_chat/launcher.html",
    }


def describe(current: Workspace, language: str) -> Site:
    names = dict(settings.LANGUAGES)
    return Site(
        name=current.name,
        tagline=current.text("brand", "tagline", language=language),
        demo=current.demo,
        demo_notice=current.text("demo_notice", language=language),
        demo_notice_short=current.text("demo_notice_short", language=language),
        logo_url="/brand/logo.svg",
        official_domains=current.official_domains,
        languages=[{"code": c, "name": str(names.get(c, c))} for c in current.languages],
        reminder=current.text("reminder", language=language),
    )


def alternates(request: HttpRequest) -> dict[str, str]:
    """The same page in each language; pages without a language in their path get `?lang=`."""
    path = request.get_full_path()
    first, _, rest = path.lstrip("/").partition("/")
    codes = workspace().languages
    if first.split("?")[0] in codes:
        return {code: f"/{code}/{rest}" for code in codes}
    return {code: f"/language/{code}/?next={request.path}" for code in codes}
