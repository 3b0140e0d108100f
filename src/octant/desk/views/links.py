"""The lists of links: what is allowed, what is blocked, where harmful sites are reported."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from octant.core.safety.links import Verdict, check_link
from octant.core.safety.links import selectors as links
from octant.core.safety.links.services import add_rule, remove_rule, set_feed
from octant.core.safety.links.words import LEVELS, sentence
from octant.desk import words
from octant.desk.access import leading
from octant.desk.forms import FeedForm, LinkForm
from octant.desk.parts import attempt, reader_of
from octant.desk.views.tickets import frame

LONGEST = 500


@leading
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Both lists, a form for another entry, a place to try a link, and the feed."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        entry, note = form.cleaned_data["entry"], form.cleaned_data["note"]
        allowed = form.cleaned_data["which"] == "allow"

        def work() -> None:
            add_rule(actor=reader_of(request), entry=entry, allowed=allowed, note=note)

        if attempt(form, work):
            return redirect("desk:links")
    return _page(request, form=form)


@leading
@require_POST
def feed(request: HttpRequest) -> HttpResponse:
    """Name the feed, or none."""
    form = FeedForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["address"]
        if attempt(form, lambda: set_feed(actor=reader_of(request), address=address)):
            return redirect("desk:links")
    return _page(request, feed_form=form)


@leading
@require_POST
def remove(request: HttpRequest, rule: int) -> HttpResponse:
    """Take an entry off its list."""
    remove_rule(actor=reader_of(request), rule_id=rule)
    return redirect("desk:links")


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    current = links.feed()
    asked = _asked(request, "try")
    context = {
        "form": LinkForm(),
        "feed_form": FeedForm(initial={"address": current.address}),
        "feed": current,
        "feed_error": words.FEED_ERRORS.get(current.error, ""),
        "feed_fixed": settings.OCTANT_LINK_FEED,
        "blocked": links.rules(
            allowed=False, after=_asked(request, "blocked"), search=_asked(request, "q")
        ),
        "allowed": links.rules(
            allowed=True, after=_asked(request, "allowed"), search=_asked(request, "q")
        ),
        "search": _asked(request, "q"),
        "tried": _tried(check_link(asked)) if asked else None,
        "asked": asked,
        "here": "links",
        **forms,
    }
    return render(request, "desk/links.html", {**frame(request), **context})


def _tried(verdict: Verdict) -> dict[str, Any]:
    return {
        "level": verdict.level,
        "name": LEVELS[verdict.level],
        "url": verdict.url,
        "reasons": [sentence(reason) for reason in verdict.reasons],
    }


def _asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST]
