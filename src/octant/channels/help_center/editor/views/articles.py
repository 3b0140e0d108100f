"""The list of articles, and writing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octant.channels.help_center.editor.forms import EditForm, NewForm, ScheduleForm
from octant.channels.help_center.editor.frame import ROLES, editor_of, page
from octant.channels.help_center.rendering import here, rendered
from octant.core.knowledge.choices import Significance
from octant.core.knowledge.selectors.editing import article_list, category_choices
from octant.core.knowledge.selectors.revisions import editable, editable_article, history
from octant.core.knowledge.services import write
from octant.core.knowledge.services.guarding import asks_in
from octant.core.people.access import may_lead, staff
from octant.core.safety.guard import SENTENCES
from octant.core.safety.text import screen
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from octant.core.knowledge.models import Article, Translation


@require_safe
@staff(*ROLES)
def article_index(request: HttpRequest) -> HttpResponse:
    """All articles with the state of each language."""
    given = request.GET
    number = given.get("page", "1")
    found = article_list(
        request.user,
        here(),
        query=given.get("q", ""),
        category=given.get("category", ""),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )
    context = {
        "found": found,
        "query": given.get("q", ""),
        "category": given.get("category", ""),
        "categories": category_choices(request.user, here()),
        "codes": [code for code, _name in settings.LANGUAGES],
    }
    return page(request, "help_center/editor/articles.html", "articles", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ROLES)
def new(request: HttpRequest) -> HttpResponse:
    """Start an article."""
    categories = category_choices(request.user, here())
    first = {"title": request.GET.get("title", "")[:200], "language": here()}
    form = NewForm(request.POST or None, initial=first, categories=categories)
    if request.method == "POST" and form.is_valid():
        chosen = {key: form.cleaned_data[key] for key in ("slug", "language", "category", "kind")}
        try:
            text = write.create_article(actor=editor_of(request), **chosen, **form.words())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("editor:edit", text.article.slug, text.language)
    status = 400 if form.is_bound else 200
    return page(request, "help_center/editor/new.html", "articles", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ROLES)
def edit(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Write a text, with its preview or another language beside it."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    article = editable_article(request.user, slug)
    texts = {text.language: text for text in article.translations.all()}
    text = texts.get(language)
    source = texts.get(article.source_language)
    form = EditForm(request.POST or None, initial=_initial(text, source))
    if request.method == "POST" and form.is_valid() and _save(request, form, slug, language):
        return redirect("editor:edit", slug, language)
    beside = _beside(texts, language, request.GET.get("beside", ""), article.source_language)
    context = {
        "article": article,
        "text": text,
        "text_language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "form": form,
        "beside": beside,
        "beside_revision": beside and (beside.draft or beside.current),
        "others": [code for code in texts if code != language],
        "codes": [code for code, _name in settings.LANGUAGES],
        "schedule_form": ScheduleForm(),
        "preview": _preview(article, str(form["body"].value() or ""), language),
        "source": source,
        "significances": Significance.choices,
        "asks": [(SENTENCES[a.kind], a.quote) for a in asks_in(text.draft)]
        if text and text.draft
        else [],
        "leads": may_lead(request.user),
    }
    status = 400 if form.is_bound else 200
    return page(request, "help_center/editor/edit.html", "articles", context, status=status)


@require_POST
@staff(*ROLES)
def preview(request: HttpRequest) -> HttpResponse:
    """The text as readers would see it, while it is written."""
    article = editable_article(request.user, request.POST.get("slug", ""))
    language = request.POST.get("language", here())
    html = _preview(article, request.POST.get("body", "")[:200_000], language)
    return HttpResponse(html)


@require_POST
@staff(*ROLES)
def change_state(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Submit, publish, schedule or withdraw a text."""
    editor, text = editor_of(request), editable(request.user, slug, language)
    match request.POST.get("to", ""):
        case "review":
            write.submit_for_review(actor=editor, translation=text)
            said = _("The draft waits for another editor.")
        case "published":
            significance = request.POST.get("significance") or None
            reason = screen(request.POST.get("guard_reason", "")[:500]).text
            write.publish(
                actor=editor, translation=text, significance=significance, guard_reason=reason
            )
            said = _("Readers see it now.")
        case "scheduled":
            form = ScheduleForm(request.POST)
            if not form.is_valid():
                raise DomainError(_("Enter a day and a time."), field="publish_at")
            write.schedule(actor=editor, translation=text, at=form.cleaned_data["publish_at"])
            said = _("It will be published at that time.")
        case "archived":
            write.withdraw(actor=editor, translation=text)
            said = _("Readers no longer see it.")
        case _:
            raise DomainError(_("Choose what to do with the text."))
    messages.success(request, said)
    return redirect("editor:edit", slug, language)


def _save(request: HttpRequest, form: EditForm, slug: str, language: str) -> bool:
    given = form.cleaned_data
    try:
        write.save_draft(
            actor=editor_of(request),
            slug=slug,
            language=language,
            significance=given["significance"],
            comment=given["comment"],
            seen=given["seen"],
            based_on=given["based_on"],
            **form.words(),
        )
    except DomainError as error:
        form.refuse(error)
        if error.code == "edited_meanwhile":
            # They have been told: saving once more is their decision.
            newest = history(request.user, slug, language)[0]
            form.data = {**form.data.dict(), "seen": str(newest.number)}  # type: ignore[attr-defined]
        return False
    messages.success(request, _("The draft is saved."))
    return True


def _initial(text: Translation | None, source: Translation | None) -> dict[str, Any]:
    rendered_from = source.current_id or source.draft_id if source else None
    shown = (text.draft or text.current) if text else None
    if shown is None:
        return {"seen": 0 if text is None else None, "based_on": rendered_from}
    return {
        "title": shown.title,
        "summary": shown.summary,
        "keywords": ", ".join(shown.keywords),
        "body": shown.body,
        "seen": shown.number,
        "based_on": rendered_from,
    }


def _beside(
    texts: dict[str, Translation], language: str, wanted: str, source: str
) -> Translation | None:
    for code in (wanted, source, *texts):
        if code != language and code in texts:
            return texts[code]
    return None


def _preview(article: Article, body: str, language: str) -> str:
    images = {image.name.removeprefix("images/"): image.digest for image in article.images.all()}
    return rendered(body, language=language, asked=language, images=images).html
