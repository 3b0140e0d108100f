"""The result page and suggestions while somebody types."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octant.channels.help_center.frame import page, ways_to_ask
from octant.channels.help_center.rendering import here
from octant.core.knowledge import generation
from octant.core.knowledge.reader import is_robot, reader_of
from octant.core.knowledge.selectors.articles import popular
from octant.core.knowledge.selectors.categories import CategoryCard, categories, category_names
from octant.core.knowledge.selectors.search import SearchPage, search, suggest
from octant.core.knowledge.services.feedback import log_search
from octant.core.safety.labels import advice_of
from octant.core.safety.text import Kind, screen

SUGGESTIONS = 6
QUERY_CHARACTERS = 200
FACETS = 8
SCREENED = 4_000  # characters of a question that are looked at; the address cannot hold more
OPENING = (
    *(Kind.SEED_PHRASE, Kind.PRIVATE_KEY, Kind.API_KEY, Kind.ACCESS_TOKEN),
    *(Kind.OTP_SECRET, Kind.PASSWORD, Kind.CARD_NUMBER),
)
NEAREST = 4
NEAREST_TOPICS = 3


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was found for `q`, in `category` if given, on `page`."""
    language = here()
    query = request.GET.get("q", "")
    if (secret := _secret_in(query)) is not None:
        # A redirected address is in no browser's history; what it held is neither searched for,
        # nor shown, nor kept.
        return HttpResponseRedirect(f"?{urlencode({'removed': secret})}")
    tree = categories(language)
    names = {c.key: c.name for top in tree for c in (top, *top.children)}
    category = request.GET.get("category", "")
    category = category if category in names else ""
    found = search(query, language, category=category, page=_number(request.GET.get("page", "")))
    context: dict[str, Any] = {
        "found": found,
        "query": found.query,
        "removed": _removed(request.GET.get("removed", "")),
        "too_long": len(query) > QUERY_CHARACTERS,
        "hits": [(hit, names.get(hit.category, "")) for hit in found.hits],
        "facets": _facets(found, tree),
        "categories": tree,
        "ways": ways_to_ask(),
        "crumbs": [{"name": _("Help Center"), "url": f"/{language}/"}, {"name": _("Search")}],
        "previous": _url(found, page=found.page - 1) if found.page > 1 else "",
        "next": _url(found, page=found.page + 1) if found.page < found.pages else "",
        "clicked_url": reverse("help_center:clicked"),
    }
    if not found.by_words:
        context |= in_vain(found, tree)
    if not found.hits:
        context["popular"] = popular(language, 6)
    if found.query and not is_robot(request):
        context["search_id"] = _logged(request, found)
    return page(request, "help_center/search.html", context, kept=False)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Titles for what has been typed so far: `{"results": [{title, url, hint}]}`."""
    language = here()
    query = request.GET.get("q", "")
    if _secret_in(query) is not None:
        answer = JsonResponse({"results": []})
        answer["Cache-Control"] = "no-store"
        return answer
    found = suggest(query, language, SUGGESTIONS)
    names = _names(language) if found else {}
    titles = [
        {"title": one.title, "url": one.url, "hint": names.get(one.category, "")} for one in found
    ]
    response = JsonResponse({"results": titles})
    response["Cache-Control"] = "public, max-age=60"
    return response


def _secret_in(query: str) -> Kind | None:
    """What opens a wallet or an account, if `query` holds it. What only may be a secret, a hash
    say, is searched for."""
    found = {finding.kind for finding in screen(query[:SCREENED]).findings}
    return next((kind for kind in Kind if kind in found and kind in OPENING), None)


def _removed(kind: str) -> dict[str, Any] | None:
    if kind not in set(OPENING):
        return None
    advice = advice_of(kind)
    return {"label": advice.label, "what_now": advice.what_now}


def in_vain(found: SearchPage, tree: tuple[CategoryCard, ...]) -> dict[str, Any]:
    """For a search whose words stand nowhere: the few texts that are nearest in meaning, without
    further pages of them, and the topics that they belong to."""
    hits = found.hits[:NEAREST]
    keys = dict.fromkeys(hit.category.partition("/")[0] for hit in hits)
    cards = {card.key: card for card in tree}
    names = {c.key: c.name for top in tree for c in (top, *top.children)}
    return {
        "hits": [(hit, names.get(hit.category, "")) for hit in hits],
        "nearest": [cards[key] for key in keys if key in cards][:NEAREST_TOPICS],
        "facets": [],
        "next": "",
    }


def _logged(request: HttpRequest, found: SearchPage) -> int:
    """What is only near in meaning did not answer the words: it counts as nothing found."""
    return log_search(
        reader=reader_of(request),
        query=found.query,
        language=found.language,
        results=found.total if found.by_words else 0,
        category=found.category,
    )


def _facets(found: SearchPage, tree: tuple[CategoryCard, ...]) -> list[dict[str, Any]]:
    """First-level topics with results, most first, and all of them."""
    if not found.facets:
        return []
    tops: list[dict[str, Any]] = [
        {
            "name": card.name,
            "count": found.facets[card.key],
            "url": _url(found, category=card.key),
            "current": found.category.partition("/")[0] == card.key,
        }
        for card in tree
        if found.facets.get(card.key)
    ]
    tops.sort(key=lambda facet: -facet["count"])
    everything = {
        "name": _("All topics"),
        "count": "",
        "url": _url(found, category=""),
        "current": not found.category,
    }
    return [everything, *tops[:FACETS]]


def _url(found: SearchPage, *, category: str | None = None, page: int = 1) -> str:
    chosen = found.category if category is None else category
    asked = {"q": found.query, "category": chosen, "page": str(page) if page > 1 else ""}
    return "?" + urlencode({key: value for key, value in asked.items() if value})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


_cached_names: dict[str, tuple[int, dict[str, str]]] = {}


def _names(language: str) -> dict[str, str]:
    """Topic names, read once a generation: suggestions are asked for with every key."""
    at = generation.current()
    kept = _cached_names.get(language)
    if kept is None or kept[0] != at:
        kept = (at, category_names(language))
        _cached_names[language] = kept
    return kept[1]
