"""Prepared replies: what leads let agents insert with a slash."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octant.core.knowledge.selectors.editing import category_choices
from octant.core.tickets.canned import PLACEHOLDERS, Prepared, prepared_page, prepared_reply
from octant.core.tickets.services.canned import add_canned, change_canned, remove_canned
from octant.desk.access import leading
from octant.desk.parts import reader_of
from octant.desk.reply_form import ReplyForm
from octant.desk.views.tickets import frame
from octant.kit.errors import DomainError


@leading
@require_safe
def replies(request: HttpRequest) -> HttpResponse:
    """All of them, narrowed by words and topic, with their text in each language."""
    reader, given = reader_of(request), request.GET
    number = given.get("page", "1")
    query, category = given.get("q", "")[:100], given.get("category", "")
    found = prepared_page(
        reader,
        query=query,
        category=category,
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )
    language = _here()
    context = {
        "found": found,
        "rows": [(reply, _topic(reply, language), _texts(reply)) for reply in found.replies],
        "query": query,
        "category": category,
        "categories": category_choices(reader, language),
        "here": "replies",
    }
    return render(request, "desk/replies.html", {**frame(request), **context})


@leading
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write another one."""
    return _write(request, None)


@leading
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, reply: int) -> HttpResponse:
    """Change one."""
    return _write(request, prepared_reply(reader_of(request), reply))


@leading
@require_POST
def remove(request: HttpRequest, reply: int) -> HttpResponse:
    """Take one away from the agents."""
    remove_canned(actor=reader_of(request), reply_id=reply)
    return redirect("desk:replies")


def _write(request: HttpRequest, reply: Prepared | None) -> HttpResponse:
    reader = reader_of(request)
    categories = category_choices(reader, _here())
    form = ReplyForm(request.POST or None, reply=reply, categories=categories)
    theirs: Prepared | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form, reply)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            if reply is not None and error.code == "edited_meanwhile":
                # They have been told: saving once more is their decision.
                theirs = prepared_reply(reader, reply.pk)
                form.data = {**form.data.dict(), "seen": theirs.mark}  # type: ignore[attr-defined]
        else:
            return redirect("desk:replies")
    context = {
        "reply": reply,
        "form": form,
        "theirs": theirs,
        "columns": [
            (code, name, fields, *_saved(theirs, code)) for code, name, fields in form.languages()
        ],
        "placeholders": [(f"{{{name}}}", words) for name, words in PLACEHOLDERS.items()],
        "here": "replies",
    }
    status = 400 if form.is_bound else 200
    return render(request, "desk/reply.html", {**frame(request), **context}, status=status)


def _save(request: HttpRequest, form: ReplyForm, reply: Prepared | None) -> None:
    actor = reader_of(request)
    if reply is None:
        add_canned(actor=actor, **form.words())
    else:
        seen = form.cleaned_data["seen"]
        change_canned(actor=actor, reply_id=reply.pk, seen=seen, **form.words())


def _saved(reply: Prepared | None, code: str) -> tuple[str, str]:
    """(title, text) in one language."""
    return (reply.titles.get(code, ""), reply.texts.get(code, "")) if reply else ("", "")


def _texts(reply: Prepared) -> list[tuple[str, str, str, str]]:
    """(code, language, title, text) for every language, empty where there is none."""
    return [(code, name, *_saved(reply, code)) for code, name in settings.LANGUAGES]


def _topic(reply: Prepared, language: str) -> Any:
    names = reply.category_names
    return names.get(language) or names.get("en") or reply.category


def _here() -> str:
    return get_language() or "en"
