"""The order of topics, and the glossary."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from octant.channels.help_center.editor.forms import GroupForm
from octant.channels.help_center.editor.frame import ROLES, editor_of, page
from octant.channels.help_center.rendering import here
from octant.core.knowledge.selectors.categories import CategoryCard, categories
from octant.core.knowledge.selectors.editing import glossary_groups
from octant.core.knowledge.services import write
from octant.core.people.access import staff


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ROLES)
def topics(request: HttpRequest) -> HttpResponse:
    """The topic tree; POST moves the topic `key` one place `up` or `down` among its siblings."""
    tree = categories(here(), with_empty=True)
    if request.method == "POST":
        moved = _moved(tree, request.POST.get("key", ""), request.POST.get("move", ""))
        if moved:
            write.order_categories(actor=editor_of(request), keys=moved)
        return redirect("editor:topics")
    return page(request, "help_center/editor/topics.html", "topics", {"tree": tree})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ROLES)
def glossary_page(request: HttpRequest) -> HttpResponse:
    """Groups of equal terms: search, add, change, remove (by leaving fewer than two terms)."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        known = {group.pk: group for group in glossary_groups(request.user, limit=10_000)}
        group = known.get(form.cleaned_data["group"] or 0)
        kept = write.save_glossary_group(
            actor=editor_of(request),
            group=group,
            terms=form.terms(),
            domain_words=group.domain_words if group else (),
        )
        said = _("The group is saved.") if kept else _("A group needs two terms at least.")
        messages.success(request, said)
        return redirect("editor:glossary")
    query = request.GET.get("q", "")
    groups = glossary_groups(request.user, query)
    rows = [
        (
            group,
            GroupForm(
                auto_id=f"id_{group.pk}_%s",
                initial={
                    "group": group.pk,
                    **{code: ", ".join(terms) for code, terms in group.terms.items()},
                },
            ),
        )
        for group in groups
    ]
    context = {"form": form, "rows": rows, "query": query}
    return page(request, "help_center/editor/glossary.html", "glossary", context)


def _moved(tree: tuple[CategoryCard, ...], key: str, move: str) -> list[str]:
    """The keys of the siblings of `key` in their new order; nothing if there is no such move."""
    for siblings in (tree, *(top.children for top in tree)):
        keys = [card.key for card in siblings]
        if key in keys:
            at = keys.index(key)
            to = at - 1 if move == "up" else at + 1
            if 0 <= to < len(keys):
                keys[at], keys[to] = keys[to], keys[at]
                return keys
    return []
