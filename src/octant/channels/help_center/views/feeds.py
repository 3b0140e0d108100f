"""For programs that follow the Help Center: sitemap, feed of changes, robots.txt."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from octant.channels.help_center.frame import KEPT_SECONDS
from octant.channels.help_center.rendering import here
from octant.core.knowledge.selectors.articles import all_pages, recent
from octant.core.knowledge.selectors.categories import categories
from octant.core.knowledge.selectors.links import article_url, languages
from octant.core.ports.workspace import workspace

# The protocol's limit for one file (sitemaps.org).
URLS_MOST = 50_000


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in all its languages."""
    codes = languages()
    rows: list[dict[str, datetime | None]] = [{f"/{code}/": None for code in codes}]
    for top in categories(codes[0]):
        for card in (top, *top.children):
            rows.append({f"/{code}/help/{card.key}/": None for code in codes})
    for slug, texts in all_pages():
        rows.append({article_url(slug, code): at for code, at in texts.items()})
    entries = [
        {
            "url": f"{settings.OCTANT_URL}{url}",
            "at": at,
            "others": {_code(other): f"{settings.OCTANT_URL}{other}" for other in row},
        }
        for row in rows
        for url, at in row.items()
    ]
    return _kept(
        render(
            request,
            "help_center/sitemap.xml",
            {"entries": entries[:URLS_MOST]},
            content_type="application/xml; charset=utf-8",
        )
    )


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The latest changed articles of a language as an Atom feed (RFC 4287)."""
    language = here()
    entries = recent(language)
    context = {
        "entries": entries,
        "name": workspace().name,
        "site_url": settings.OCTANT_URL,
        "language": language,
        "updated": entries[0].updated_at if entries else None,
    }
    feed = render(
        request,
        "help_center/changes.atom",
        context,
        content_type="application/atom+xml; charset=utf-8",
    )
    return _kept(feed)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may fetch: articles, not searches and not people's pages."""
    closed = ["/accounts/", "/desk/", "/editor/", "/chat/", "/files/", "/rt/"]
    closed += [f"/{code}/search/" for code in languages()]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.OCTANT_URL}/sitemap.xml")
    return _kept(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


def _code(url: str) -> str:
    return url.split("/", 2)[1]


def _kept(response: HttpResponse) -> HttpResponse:
    response.octant_cache = KEPT_SECONDS  # type: ignore[attr-defined]
    return response
