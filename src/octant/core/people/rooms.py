"""Who comes to the pages of staff, and in which language they find them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.views.decorators.cache import never_cache

from octant.core.people.access import is_user, staff
from octant.core.people.language import remember_language

View = Callable[..., HttpResponseBase]
_CODES = {code for code, _name in settings.LANGUAGES}


def answering(view: View) -> View:
    """For those who answer tickets: agents, leads, administrators."""
    return never_cache(staff("agent", "lead", "admin")(_in_their_language(view)))


def leading(view: View) -> View:
    """For leads and administrators."""
    return never_cache(staff("lead", "admin")(_in_their_language(view)))


def _in_their_language(view: View) -> View:
    """`?lang=` chooses and is remembered; then the remembered one; then the person's own."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get("lang", "")
        remembered = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        own = request.user.language if is_user(request.user) else ""
        language = next((code for code in (asked, remembered, own) if code in _CODES), "en")
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        if asked in _CODES:
            remember_language(response, asked)
        return response

    return spoken
