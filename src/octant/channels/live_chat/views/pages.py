"""What browsers load as documents: the chat's own page, its frame, and the embed's script."""

import json
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from octant.channels.live_chat.origin import embed_hosts, host_of, is_official, official_domain
from octant.channels.live_chat.words import prompt
from octant.core.ports.workspace import workspace

PAGE_SECONDS = 300
SCRIPT = Path(__file__).parent.parent / "static" / "live_chat" / "widget.js"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The chat as a page of its own; the same for all signed-out readers."""
    if not is_official(request):
        return _refused(request)
    response = render(request, "live_chat/page.html", {"current_surface": "live_chat"})
    response.octant_cache = PAGE_SECONDS  # type: ignore[attr-defined]
    return response


def _refused(request: HttpRequest) -> HttpResponse:
    """Why there is no chat here: this host is none of ours."""
    context = {"reason": prompt("wrong_host"), "domain": official_domain()}
    return render(request, "live_chat/refused.html", context, status=403)


@require_safe
@xframe_options_exempt
def frame(request: HttpRequest) -> HttpResponse:
    """The chat inside a page of the exchange; browsers show it on listed hosts only.

    `parent`: the origin of that page, which gets our messages; `lang`: its language.
    """
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else get_language() or "en"
    origin = _origin(request.GET.get("parent", ""))
    with translation.override(language):
        if not origin or not is_official_parent(request):
            return _refused(request)
        response = render(request, "live_chat/frame.html", {"parent": origin})
        ancestors = ["'self'", *(f"{host}:*" for host in embed_hosts())]
        response._csp_replace = {"frame-ancestors": ancestors}  # type: ignore[attr-defined]
        return response


def is_official_parent(request: HttpRequest) -> bool:
    """Whether the page that loads the frame is on a listed host, as far as it says."""
    referer = request.headers.get("Referer", "")
    return not referer or host_of(referer) in embed_hosts()


def _origin(value: str) -> str:
    """`scheme://host:port` of a listed host; empty for anything else."""
    try:
        parts = urlsplit(value[:300])
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or (parts.hostname or "") not in embed_hosts():
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}"


@cache_control(max_age=3600, public=True)
@require_safe
def widget(request: HttpRequest) -> HttpResponse:
    """The script that an exchange puts on its site: our settings, then the script itself."""
    texts = {}
    for code in workspace().languages:
        with translation.override(code):
            texts[code] = {"title": gettext("Live Chat"), "refused": prompt("wrong_host")}
    about = {"hosts": embed_hosts(), "texts": texts, "language": workspace().default_language}
    settings_line = f"globalThis.octantChat = {json.dumps(about)};\n"
    return HttpResponse(
        settings_line + SCRIPT.read_text("utf-8"), content_type="text/javascript; charset=utf-8"
    )
