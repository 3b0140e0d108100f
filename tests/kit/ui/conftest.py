"""A small site around the components, and a real browser to look at it."""

import sys
import threading
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import override_settings
from django.urls import include, path
from django.utils.translation import get_language
from playwright.sync_api import Browser, Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)


def describe(request: HttpRequest) -> dict[str, Any]:
    chinese = get_language() == "zh-hans"
    names = (
        ["帮助中心", "在线客服", "邮件支持"] if chinese else ["Help Center", "Live Chat", "Email"]
    )
    surfaces = [
        SimpleNamespace(key=str(at), name=name, icon="book", available=at < 2, url="/ui/")
        for at, name in enumerate(names)
    ]
    return {
        "workspace": SimpleNamespace(
            name="Sample",
            demo=True,
            demo_notice_short="演示站点" if chinese else "A demonstration",
            demo_notice="演示站点" if chinese else "A demonstration, nothing more.",
            official_domains=request.GET.get("official", "sample.example").split(","),
            languages=[
                {"code": "en", "name": "English"},
                {"code": "zh-hans", "name": "简体中文"},
            ],
        ),
        "surfaces": surfaces,
        "current_surface": "0",
        "alternate_urls": {"en": "/ui/?lang=en", "zh-hans": "/ui/?lang=zh-hans"},
        "search_url": "/ui/",
        "suggest_url": "/ui/suggest",
        "theme": request.COOKIES.get("octant_theme", ""),
    }


def strict_policy(handle: Any) -> Any:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer: HttpResponseBase = handle(request)
        answer["Content-Security-Policy"] = POLICY
        return answer

    return middleware


def empty_style(request: HttpRequest) -> HttpResponse:
    return HttpResponse("", content_type="text/css")


PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def _plain_names(settings: LazySettings) -> None:
    """Hashed names exist only after collectstatic."""
    settings.STORAGES = PLAIN


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a running server with the kitchen page and nothing else."""
    module = ModuleType("sample_site")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("brand.css", empty_style),
        path("ui/", include("octant.kit.ui.urls")),
    ]
    module.describe = describe  # type: ignore[attr-defined]
    module.strict_policy = strict_policy  # type: ignore[attr-defined]
    sys.modules["sample_site"] = module
    processors = ["django.template.context_processors.request", "sample_site.describe"]
    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": processors},
    }
    with override_settings(
        ROOT_URLCONF="sample_site",
        MIDDLEWARE=["sample_site.strict_policy"],
        TEMPLATES=[templates],
        ALLOWED_HOSTS=["*"],
        STORAGES=PLAIN,
    ):
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        server.daemon_threads = True
        server.set_app(StaticFilesHandler(WSGIHandler()))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()
    del sys.modules["sample_site"]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Requests of a test are not news."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(8000)
    yield opened
    context.close()
