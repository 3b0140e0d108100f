"""Announcements: the list, writing one, and when readers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octant.channels.help_center.editor.frame import ROLES, editor_of, page
from octant.channels.help_center.editor.news_form import NewsForm
from octant.channels.help_center.rendering import here, rendered
from octant.core.knowledge.choices import NewsKind
from octant.core.knowledge.selectors.news import editable_announcement, news_list
from octant.core.knowledge.services import write
from octant.core.people.access import staff
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from octant.core.knowledge.selectors.news import EditorsNews


@require_safe
@staff(*ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """Planned ones, drafts, and by page what readers see."""
    number = request.GET.get("page", "1")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    found = news_list(request.user, page=wanted)
    parts = [
        (_("Planned"), found.planned),
        (_("Drafts"), found.drafts),
        (_("Published"), found.published),
    ]
    context = {
        "found": found,
        "parts": [(name, [_row(news) for news in rows]) for name, rows in parts if rows],
    }
    return page(request, "help_center/editor/news.html", "news", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ROLES)
def new(request: HttpRequest) -> HttpResponse:
    """Start an announcement, and publish it at once or at an hour if asked to."""
    return _write(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ROLES)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an announcement; `do` is save, publish or schedule."""
    return _write(request, editable_announcement(request.user, slug))


@require_POST
@staff(*ROLES)
def preview(request: HttpRequest) -> HttpResponse:
    """The text as readers would see it, while it is written."""
    asked = request.POST.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else here()
    return HttpResponse(_html(request.POST.get("body", "")[:200_000], language))


@require_POST
@staff(*ROLES)
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a draft of what is published or planned."""
    write.take_back_announcement(actor=editor_of(request), slug=slug)
    messages.success(request, _("It is a draft again; readers do not see it."))
    return redirect("editor:news_edit", slug)


@require_POST
@staff(*ROLES)
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a draft for good."""
    write.delete_announcement(actor=editor_of(request), slug=slug)
    messages.success(request, _("The draft is deleted."))
    return redirect("editor:news")


def _write(request: HttpRequest, news: EditorsNews | None) -> HttpResponse:
    form = NewsForm(request.POST or None, news=news)
    theirs: EditorsNews | None = None
    if request.method == "POST" and form.is_valid():
        try:
            slug, said = _done(request, form, news)
        except DomainError as error:
            form.refuse(error)
            if news is not None and error.code == "edited_meanwhile":
                # They have been told: saving once more is their decision.
                theirs = editable_announcement(request.user, news.slug)
                form.data = {**form.data.dict(), "seen": theirs.mark}  # type: ignore[attr-defined]
        else:
            # The page that confirms the creation forgets what the browser kept of the form.
            messages.success(request, said, extra_tags="" if news else "created")
            return redirect("editor:news_edit", slug)
    context = {
        "news": news,
        "title": news.title_for(here())[0] if news else _("New announcement"),
        "form": form,
        "theirs": theirs,
        "columns": [
            (code, name, fields, _html(str(fields[-1].value() or ""), code))
            for code, name, fields in form.languages()
        ],
    }
    status = 400 if form.is_bound else 200
    return page(request, "help_center/editor/news_edit.html", "news", context, status=status)


@transaction.atomic
def _done(request: HttpRequest, form: NewsForm, news: EditorsNews | None) -> tuple[str, str]:
    """Save, and publish if asked to: all of it or, if anything is refused, nothing."""
    editor, given, texts = editor_of(request), form.cleaned_data, form.texts()
    kind, do = given["kind"], request.POST.get("do", "save")
    if news is None:
        row = write.create_announcement(actor=editor, texts=texts, kind=kind, slug=given["slug"])
    else:
        row = write.save_announcement(
            actor=editor, slug=news.slug, texts=texts, kind=kind, seen=given["seen"]
        )
    if do == "publish":
        write.publish_announcement(actor=editor, slug=row.slug)
        return row.slug, _("Readers see it now.")
    if do == "schedule":
        at = given["publish_at"]
        if at is None:
            raise DomainError(_("Enter a day and a time."), field="publish_at")
        write.publish_announcement(actor=editor, slug=row.slug, at=at)
        return row.slug, _("It will be published at that time.")
    return row.slug, _("The announcement is saved.")


def _row(news: EditorsNews) -> dict[str, Any]:
    return {
        "news": news,
        "kind": dict(NewsKind.choices).get(news.kind, news.kind),
        "titles": [
            (code, name, news.texts.get(code, {}).get("title")) for code, name in settings.LANGUAGES
        ],
    }


def _html(body: str, language: str) -> str:
    return rendered(body, language=language, asked=language, images={}).html
