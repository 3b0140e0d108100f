"""Pages of the whole site rather than of one app."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from octant.core.people.language import remember_language
from octant.core.ports.workspace import workspace
from octant.project.ticks import worker_silent_seconds

WORKER_LATE_SECONDS = 30
LONGEST_NEXT = 600  # characters of an address of ours; Django refuses to redirect to long ones
_LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the front page in their language."""
    return redirect(f"/{get_language()}/")


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember a language and go back to where the reader was."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    target = request.GET.get("next", "/")
    # A word without a slash would be taken for the name of a page.
    plain = target.startswith("/") and target.isprintable() and len(target) <= LONGEST_NEXT
    if not plain or not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = redirect(target)
    remember_language(response, code)
    return response


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether pages can be served (they can if the database answers), and since when the
    worker has been silent, in seconds. The socket process answers for itself on its port."""
    silent = worker_silent_seconds()
    late = silent is None or silent > WORKER_LATE_SECONDS
    worker = {"ok": not late, "silent_seconds": silent}
    return JsonResponse({"process": "web", "ok": True, "database": {"ok": True}, "worker": worker})


@never_cache
@require_safe
def csrf(request: HttpRequest) -> JsonResponse:
    """A form token for pages that are kept whole in the cache and so carry none."""
    return JsonResponse({"token": get_token(request)})


@cache_control(max_age=3600, public=True)
@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """The workspace's colours as custom properties, for both themes."""
    pairs = workspace().colours
    light = "".join(f"--brand-{_css(k)}:{v[0]};" for k, v in pairs.items())
    dark = "".join(f"--brand-{_css(k)}:{v[1]};" for k, v in pairs.items())
    css = (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f":root[data-theme=dark]{{{dark}}}\n"
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def _css(key: str) -> str:
    return key.replace("_", "-")


@cache_control(max_age=3600, public=True)
@require_safe
def logo(request: HttpRequest) -> FileResponse:
    """The workspace's own mark."""
    file = Path(workspace().folder) / str(workspace().raw.get("logo", "logo.svg"))
    if file.suffix not in _LOGO_TYPES or not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type=_LOGO_TYPES[file.suffix])
