"""The kitchen sink: every component in every state, to look at and to test against."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from octant.kit import clock
from octant.kit.html import linkify_inert, render_markdown
from octant.kit.ui.samples import ICONS, SAMPLE_MARKDOWN, SUGGESTIONS


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=80)
    email = forms.EmailField(
        label=gettext_lazy("Registered email"),
        help_text=gettext_lazy("The address you use to sign in."),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[
            ("account", gettext_lazy("Account")),
            ("trading", gettext_lazy("Trading")),
            ("api", "API"),
        ],
    )
    message = forms.CharField(
        label=gettext_lazy("What happened?"), widget=forms.Textarea(attrs={"rows": 4})
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("How should we answer?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("chat", gettext_lazy("In the chat")), ("email", gettext_lazy("By email"))],
    )
    updates = forms.BooleanField(
        label=gettext_lazy("Tell me about security news"),
        help_text=gettext_lazy("At most one message a month."),
        required=False,
    )
    sound = forms.BooleanField(label=gettext_lazy("Sound for new messages"), required=False)


@require_safe
def kitchen(request: HttpRequest) -> HttpResponse:
    """All components; `?lang=` shows them in a language without changing the reader's choice."""
    language = request.GET.get("lang") or translation.get_language() or "en"
    with translation.override(language):
        now = clock.now()
        broken = SampleForm({"name": "", "email": "mei.example", "message": ""})
        sample = SAMPLE_MARKDOWN.get(language, SAMPLE_MARKDOWN["en"])
        context = {
            "article": render_markdown(
                sample, image_url=lambda name: None, article_url=lambda slug: None
            ),
            "message": linkify_inert(
                gettext("Is this yours? https://kraken-unlock.example.net/login")
            ),
            "form": SampleForm(prefix="ok"),
            "broken": broken,
            "icons": ICONS.split(),
            "now": now,
            "earlier": now - timedelta(minutes=12),
            "crumbs": [
                {"name": gettext("Help Center"), "url": "#"},
                {"name": gettext("Funding"), "url": "#"},
                {"name": gettext("Withdrawals")},
            ],
            "tabs": [
                {"name": gettext("Open"), "url": "#", "count": 12, "current": True},
                {"name": gettext("Waiting"), "url": "#", "count": 3},
                {"name": gettext("Solved"), "url": "#"},
            ],
            "steps": [
                {"name": gettext("Your details"), "done": True},
                {"name": gettext("Queue"), "current": True},
                {"name": gettext("Conversation")},
            ],
        }
        return HttpResponse(render(request, "ui/kitchen.html", context).content)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Suggestions for the search box on the kitchen page."""
    query = request.GET.get("q", "").strip().lower()
    found = [entry for entry in SUGGESTIONS if query and query in entry["title"].lower()]
    return JsonResponse({"results": found[:8]})
