"""What every editors' page has around it."""

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from octant.core.people.models import User

ROLES = ("editor", "lead", "admin")


def editor_of(request: HttpRequest) -> "User":
    """The signed-in editor; the guard in front of the view has made sure of it."""
    return cast("User", request.user)


def page(
    request: HttpRequest, template: str, tab: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render an editors' page under the tab `tab`."""
    named = (
        ("board", _("To do")),
        ("articles", _("Articles")),
        ("news", _("Announcements")),
        ("topics", _("Topics")),
        ("glossary", _("Glossary")),
    )
    tabs = [
        {"name": name, "url": reverse(f"editor:{key}"), "current": key == tab}
        for key, name in named
    ]
    return render(request, template, {"tabs": tabs, "no_tab": "", **context}, status=status)
