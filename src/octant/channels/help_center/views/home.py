"""The front page, topics and news."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octant.channels.help_center.frame import alternates, page, ways_to_ask
from octant.channels.help_center.rendering import here, rendered
from octant.core.knowledge.selectors.announcements import announcement as one_announcement
from octant.core.knowledge.selectors.announcements import announcements
from octant.core.knowledge.selectors.articles import popular
from octant.core.knowledge.selectors.categories import categories, category_page
from octant.core.knowledge.selectors.links import languages

POPULAR = 8
NEWS_ON_FRONT = 3
NEWS = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then topics, what is read most, news, and ways to ask a person."""
    language = here()
    return page(
        request,
        "help_center/home.html",
        {
            "categories": categories(language),
            "popular": popular(language, POPULAR),
            "announcements": announcements(language, NEWS_ON_FRONT),
            "ways": ways_to_ask(),
            "hreflang": alternates({code: f"/{code}/" for code in languages()}),
        },
    )


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The front page lists all topics."""
    return redirect("help_center:home")


@require_safe
def category(request: HttpRequest, key: str) -> HttpResponse:
    """One topic with its articles, beside it its neighbours."""
    language = here()
    found = category_page(key, language)
    home_crumb = {"name": _("Help Center"), "url": f"/{language}/"}
    way = [found.parent, found.category] if found.parent else [found.category]
    return page(
        request,
        "help_center/category.html",
        {
            "found": found,
            "crumbs": [home_crumb, *({"name": c.name, "url": c.url} for c in way)],
            "ways": ways_to_ask(),
            "hreflang": alternates({code: f"/{code}/help/{key}/" for code in languages()}),
        },
    )


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """All announcements, newest first."""
    language = here()
    crumbs = [
        {"name": _("Help Center"), "url": f"/{language}/"},
        {"name": _("Announcements")},
    ]
    context = {
        "announcements": announcements(language, NEWS),
        "crumbs": crumbs,
        "hreflang": alternates({code: f"/{code}/news/" for code in languages()}),
    }
    return page(request, "help_center/news.html", context)


@require_safe
def announcement(request: HttpRequest, slug: str) -> HttpResponse:
    """One announcement."""
    language = here()
    found = one_announcement(slug, language)
    crumbs = [
        {"name": _("Help Center"), "url": f"/{language}/"},
        {"name": _("Announcements"), "url": f"/{language}/news/"},
        {"name": found.title},
    ]
    text = rendered(found.body, language=found.language, asked=language, images={})
    context = {
        "news": found,
        "text": text,
        "crumbs": crumbs,
        "hreflang": alternates({code: f"/{code}/news/{slug}/" for code in found.languages}),
    }
    return page(request, "help_center/announcement.html", context)
