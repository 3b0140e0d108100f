"""The language that a browser is spoken to in, remembered."""

from django.conf import settings
from django.http import HttpResponseBase

_YEAR_SECONDS = 365 * 86400


def remember_language(response: HttpResponseBase, code: str) -> None:
    """Keep `code`, which scripts may read and set too (kit/ui/static/ui/language.js)."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=_YEAR_SECONDS,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
