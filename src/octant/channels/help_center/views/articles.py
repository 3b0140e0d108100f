"""An article's page, and saying whether it helped."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from octant.channels.help_center.frame import alternates, page, ways_to_ask
from octant.channels.help_center.markup import structured
from octant.channels.help_center.rendering import here, rendered
from octant.core.knowledge.choices import Kind
from octant.core.knowledge.reader import reader_of
from octant.core.knowledge.selectors.articles import ArticlePage, article_page
from octant.core.knowledge.services import feedback
from octant.core.ports.workspace import workspace

REASONS = (
    ("unclear", gettext_lazy("It is hard to understand")),
    ("incomplete", gettext_lazy("Something is missing")),
    ("wrong", gettext_lazy("It did not work for me")),
    ("outdated", gettext_lazy("It is out of date")),
    ("not-my-problem", gettext_lazy("It is about something else")),
)


class VoteForm(forms.Form):
    """Whether an article helped, and if not, why."""

    helpful = forms.ChoiceField(
        label=gettext_lazy("Did this article help?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose yes or no."),
            "invalid_choice": gettext_lazy("Choose yes or no."),
        },
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("What was wrong?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the reasons.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("What would have helped you?"),
        help_text=gettext_lazy("No personal data, passwords or codes, please."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=feedback.COMMENT_CHARACTERS,
        required=False,
        error_messages={
            "max_length": gettext_lazy("Please shorten your comment to %(limit_value)d characters.")
        },
    )


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """The article in the page's language, or in its own where there is no translation."""
    found = article_page(slug, here())
    text = rendered(found.body, language=found.language, asked=found.asked, images=found.images)
    return page(
        request,
        "help_center/article.html",
        {
            "article": found,
            "kind": Kind(found.kind).label,
            "text": text,
            "crumbs": _crumbs(found),
            "ways": ways_to_ask(),
            "reasons": REASONS,
            "language_names": _other_languages(found),
            "hreflang": alternates(found.urls),
            "canonical": f"{settings.OCTANT_URL}{found.urls[found.language]}",
            "structured": structured(found, text, workspace().name),
            "source_name": get_language_info(found.language)["name_translated"],
            "comment_most": feedback.COMMENT_CHARACTERS,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a vote: from the page's script as JSON, from a browser without script as pages."""
    found = article_page(slug, here())
    form = VoteForm(request.POST if request.method == "POST" else None, initial=_initial(request))
    if form.is_valid():
        feedback.vote(
            reader=reader_of(request),
            slug=slug,
            language=found.language,
            helpful=form.cleaned_data["helpful"] == "yes",
            reason=form.cleaned_data["reason"],
            comment=form.cleaned_data["comment"],
        )
        if _wants_json(request):
            return JsonResponse({"ok": True})
    elif form.is_bound and _wants_json(request):
        field, errors = next(iter(form.errors.items()))
        sentence = {"code": "invalid", "field": field, "sentence": errors[0]}
        return JsonResponse(sentence, status=400)
    context = {
        "article": found,
        "form": form,
        "thanked": form.is_bound and form.is_valid(),
        "crumbs": [*_crumbs(found)[:-1], {"name": found.title, "url": found.urls[found.language]}],
        "ways": ways_to_ask(),
    }
    answer = page(request, "help_center/vote.html", context, kept=False)
    answer.status_code = 400 if form.is_bound and not form.is_valid() else 200
    return answer


def _initial(request: HttpRequest) -> dict[str, Any]:
    given = request.GET.get("helpful", "")
    return {"helpful": given} if given in ("yes", "no") else {}


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _crumbs(found: ArticlePage) -> list[dict[str, str]]:
    steps = [{"name": crumb.name, "url": crumb.url} for crumb in found.crumbs]
    return [
        {"name": _("Help Center"), "url": f"/{found.asked}/"},
        *steps,
        {"name": found.title},
    ]


def _other_languages(found: ArticlePage) -> list[dict[str, str]]:
    names = dict(settings.LANGUAGES)
    return [
        {"code": code, "name": str(names.get(code, code)), "url": url}
        for code, url in found.urls.items()
        if code != found.language
    ]
