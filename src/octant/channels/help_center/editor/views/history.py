"""The revisions of a text: what changed, and going back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octant.channels.help_center.editor.frame import ROLES, editor_of, page
from octant.core.knowledge.selectors.revisions import diff_revisions, editable, history
from octant.core.knowledge.services import write
from octant.core.people.access import staff

if TYPE_CHECKING:
    from octant.core.knowledge.models import Revision


@require_safe
@staff(*ROLES)
def history_page(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """All revisions, and `new` compared with `old` (numbers; default: the newest two)."""
    text = editable(request.user, slug, language)
    revisions = history(request.user, slug, language)
    new = _chosen(revisions, request.GET.get("new", ""), 0)
    old = _chosen(revisions, request.GET.get("old", ""), 1)
    context = {
        "text": text,
        "language_name": dict(settings.LANGUAGES).get(language, language),
        "revisions": revisions,
        "old": old,
        "new": new,
        "diff": diff_revisions(old, new) if new else [],
    }
    return page(request, "help_center/editor/history.html", "articles", context)


@require_POST
@staff(*ROLES)
def restore(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Make an old revision the draft."""
    revisions = history(request.user, slug, language)
    number = request.POST.get("number", "")
    chosen = next((one for one in revisions if str(one.number) == number), None)
    if chosen is None:
        raise Http404
    write.restore_revision(actor=editor_of(request), revision=chosen)
    messages.success(request, _("The old text is now the draft. Publish it when it is right."))
    return redirect("editor:edit", slug, language)


def _chosen(revisions: list[Revision], number: str, place: int) -> Revision | None:
    for revision in revisions:
        if str(revision.number) == number:
            return revision
    return revisions[place] if place < len(revisions) else None
