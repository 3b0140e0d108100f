"""What every page of the Help Center hands to the site's frame."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from octant.core.ports.registry import surfaces
from octant.core.ports.surface import Surface

# Pages that are the same for everybody are kept this long; a change of content ends it sooner.
KEPT_SECONDS = 300


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, kept: bool = True
) -> HttpResponse:
    """Render a page of the Help Center. `kept` pages are the same for all signed-out readers."""
    response = render(
        request,
        template,
        {
            "current_surface": "help_center",
            "search_url": reverse("help_center:search"),
            "suggest_url": reverse("help_center:suggest"),
            "changes_url": reverse("help_center:changes"),
            "site_url": settings.OCTANT_URL,
            **context,
        },
    )
    if kept:
        response.octant_cache = KEPT_SECONDS  # type: ignore[attr-defined]
    return response


def ways_to_ask() -> tuple[Surface, ...]:
    """The surfaces besides this one, those that can be used now first."""
    others = [surface for surface in surfaces() if surface.key != "help_center"]
    # "Which way?" stands first: it answers the question that this block asks.
    return tuple(sorted(others, key=lambda way: (not way.available, way.key != "advisor")))


def alternates(urls: dict[str, str]) -> dict[str, str]:
    """{language: full address} for hreflang."""
    return {code: f"{settings.OCTANT_URL}{url}" for code, url in urls.items()}
