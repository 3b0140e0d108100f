"""The contact page, and the same answer for programs."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from octant.channels.advisor.forms import CONTROLS, AdviceForm
from octant.channels.advisor.starting import Start, start_of
from octant.core.advice.answer import Advice, advise, as_json
from octant.core.advice.asker import asker_of
from octant.core.advice.services.following import note_advice, note_start
from octant.core.advice.topics import Choice, topic_choices
from octant.core.ports.registry import surfaces
from octant.core.safety.labels import advice_of
from octant.core.safety.services.limiting import Limit, spend
from octant.core.safety.text import Screened, screen

ASKED = Limit("advice", count=240, minutes=10)
SHOWN_FIRST = 3


@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Ask, and below it the answer. By POST, so that what somebody types is in no log of addresses;
    `?topic=` alone gives the answer for a topic."""
    form = AdviceForm(request.POST if request.method == "POST" else request.GET)
    topics = topic_choices(get_language() or "en")
    context: dict[str, Any] = {"topics": topics, "screened": screen(""), "topic": ""}
    if form.is_valid():
        said = screen(form.cleaned_data["text"])
        topic = _known(form.cleaned_data["topic"], topics)
        context |= {"screened": said, "topic": topic}
        if said.text or topic:
            spend(ASKED, str(request.META.get("REMOTE_ADDR", "")))
            context |= _answered(request, form, said, topic)
    context["too_long"] = bool(form.errors.get("text"))
    return render(request, "advisor/page.html", {**context, "current_surface": "advisor"})


def _answered(request: HttpRequest, form: AdviceForm, said: Screened, topic: str) -> dict[str, Any]:
    found = _advice(request, form, said, topic)
    cards = [(way, start_of(way, found, said.text)) for way in found.ways]
    return {
        "advice": found,
        "cards": cards[:SHOWN_FIRST],
        "others": cards[SHOWN_FIRST:],
        "controls": _controls(found),
        "removed": sorted({str(advice_of(f.kind).label) for f in said.findings}),
    }


def _advice(request: HttpRequest, form: AdviceForm, said: Screened, topic: str) -> Advice:
    """The answer; that it was given is kept, for who asked something."""
    language = get_language() or "en"
    own = form.corrections()
    found = advise(
        said,
        language=language,
        category=topic,
        urgency=own["urgency"],
        complexity=own["complexity"],
        preference=own["preference"],
    )
    if said.text or topic:
        note_advice(asker=asker_of(request), found=found, own=own, language=language)
    return found


def _controls(found: Advice) -> list[dict[str, Any]]:
    """The three controls: what stands, and what was understood from the words."""
    understood = found.understood
    return [
        {
            "name": name,
            "label": label,
            "choices": choices,
            "value": getattr(found.read, name) or "none",
            "was": getattr(understood, name) or "none",
        }
        for name, label, choices in CONTROLS
    ]


def _known(topic: str, topics: list[Choice]) -> str:
    keys = {each.key for each in topics} | {child.key for each in topics for child in each.children}
    return topic if topic in keys else ""


@csrf_exempt  # reads nothing of the person who asks, and tells of them only what they look for
@never_cache
@sensitive_post_parameters()
@require_POST
def advice(request: HttpRequest) -> JsonResponse:
    """JSON for JSON: `{text, topic, urgency, complexity, preference}`, all optional, to the keys of
    `octant advise` with each surface's name and its button: `start` (an address) and `start_label`,
    null where there is none; `controls`, what was understood, in words that can be corrected."""
    given = _object(request)
    form = AdviceForm({"urgency": "?"} if given is None else given)
    if not form.is_valid():
        return JsonResponse({"code": "invalid", "fields": sorted(form.errors)}, status=400)
    spend(ASKED, str(request.META.get("REMOTE_ADDR", "")))
    said = screen(form.cleaned_data["text"])
    topic = _known(form.cleaned_data["topic"], topic_choices("en"))
    found = _advice(request, form, said, topic)
    answer = as_json(found)
    for way, row in zip(found.ways, answer["channels"], strict=True):
        start = start_of(way, found, said.text)
        row["name"] = str(way.surface.name)
        row["start"] = request.build_absolute_uri(start.mail or start.url) if start else None
        row["start_label"] = _mail_or_page(start) if start else None
    answer["controls"] = _controls(found)
    return JsonResponse({**answer, "contact": request.build_absolute_uri(reverse("advisor"))})


@csrf_exempt  # says no more than that somebody pressed a button, and only of an advice just given
@never_cache
@require_POST
def started(request: HttpRequest) -> JsonResponse:
    """`{way}`: the button of that surface was pressed. `{noted}`: whether that followed an advice
    of the last day to the same browser, or to who is signed in."""
    way = (_object(request) or {}).get("way")
    if not isinstance(way, str) or way not in {surface.key for surface in surfaces()}:
        return JsonResponse({"code": "invalid", "fields": ["way"]}, status=400)
    spend(ASKED, str(request.META.get("REMOTE_ADDR", "")))
    return JsonResponse({"noted": note_start(asker=asker_of(request), way=way)})


def _object(request: HttpRequest) -> dict[str, Any] | None:
    """The JSON object of the request; None where it is something else."""
    try:
        given = json.loads(request.body or b"{}")
    except ValueError:
        return None
    return given if isinstance(given, dict) else None


def _mail_or_page(start: Start) -> str:
    """Outside of our pages only somebody's own mail program can be filled in."""
    return _("Write the mail") if start.mail else start.label
