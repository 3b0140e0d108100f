"""The kitchen sink: every component in every state, to look at and to test against."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from octant.kit import clock
from octant.kit.html import linkify_inert, render_markdown
from octant.kit.ui.samples import ICONS, SAMPLE_MARKDOWN, SUGGESTIONS


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=pgettext_lazy("kitchen", "Your name"),
        max_length=80,
        error_messages={"required": pgettext_lazy("kitchen", "Enter your name")},
    )
    email = forms.EmailField(
        error_messages={
            "invalid": pgettext_lazy("kitchen", "Enter an address like name@example.com")
        },
        label=pgettext_lazy("kitchen", "Registered email"),
        help_text=pgettext_lazy("kitchen", "The address you use to sign in."),
    )
    category = forms.ChoiceField(
        label=pgettext_lazy("kitchen", "What is it about?"),
        choices=[
            ("account", pgettext_lazy("kitchen", "Account")),
            ("trading", pgettext_lazy("kitchen", "Trading")),
            ("api", "API"),
        ],
    )
    message = forms.CharField(
        label=pgettext_lazy("kitchen", "What happened?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": pgettext_lazy("kitchen", "Say in a sentence what happened")},
    )
    reach = forms.ChoiceField(
        label=pgettext_lazy("kitchen", "How should we answer?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            ("chat", pgettext_lazy("kitchen", "In the chat")),
            ("email", pgettext_lazy("kitchen", "By email")),
        ],
    )
    updates = forms.BooleanField(
        label=pgettext_lazy("kitchen", "Tell me about security news"),
        help_text=pgettext_lazy("kitchen", "At most one message a month."),
        required=False,
    )
    sound = forms.BooleanField(
        label=pgettext_lazy("kitchen", "Sound for new messages"), required=False
    )


@require_safe
def kitchen(request: HttpRequest) -> HttpResponse:
    """All components; `?lang=` shows them in a language without changing the reader's choice."""
    language = request.GET.get("lang") or translation.get_language() or "en"
    with translation.override(language):
        now = clock.now()
        broken = SampleForm(
            {"bad-name": "", "bad-email": "mei.example", "bad-category": "api"}, prefix="bad"
        )
        sample = SAMPLE_MARKDOWN.get(language, SAMPLE_MARKDOWN["en"])
        context = {
            "article": render_markdown(
                sample, image_url=lambda name: None, article_url=lambda slug: None
            ),
            "message": linkify_inert(
                pgettext("kitchen", "Is this yours? https://kraken-unlock.example.net/login")
            ),
            "form": SampleForm(prefix="ok"),
            "broken": broken,
            "icons": ICONS.split(),
            "now": now,
            "earlier": now - timedelta(minutes=12),
            "crumbs": [
                {"name": pgettext("kitchen", "Help Center"), "url": "#"},
                {"name": pgettext("kitchen", "Funding"), "url": "#"},
                {"name": pgettext("kitchen", "Withdrawals")},
            ],
            "tabs": [
                {"name": pgettext("kitchen", "Open"), "url": "#", "count": 12, "current": True},
                {"name": pgettext("kitchen", "Waiting"), "url": "#", "count": 3},
                {"name": pgettext("kitchen", "Solved"), "url": "#"},
            ],
            "steps": [
                {"name": pgettext("kitchen", "Your details"), "done": True},
                {"name": pgettext("kitchen", "Queue"), "current": True},
                {"name": pgettext("kitchen", "Conversation")},
            ],
        }
        return HttpResponse(render(request, "ui/kitchen.html", context).content)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Suggestions for the search box on the kitchen page."""
    query = request.GET.get("q", "").strip().lower()
    found = [entry for entry in SUGGESTIONS if query and query in entry["title"].lower()]
    return JsonResponse({"results": found[:8]})
