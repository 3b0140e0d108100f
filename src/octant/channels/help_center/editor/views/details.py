"""What surrounds the texts of one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from octant.channels.help_center.editor.forms import DetailsForm
from octant.channels.help_center.editor.frame import ROLES, editor_of, page
from octant.channels.help_center.rendering import here, image_url
from octant.core.knowledge.selectors.editing import category_choices
from octant.core.knowledge.selectors.revisions import editable_article
from octant.core.knowledge.services import write
from octant.core.people.access import staff
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from octant.core.knowledge.models import Article


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ROLES)
def details_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Topic, kind, links, pictures and dates of an article, and its languages."""
    article = editable_article(request.user, slug)
    categories = category_choices(request.user, here())
    form = DetailsForm(request.POST or None, initial=_initial(article), categories=categories)
    if request.method == "POST" and form.is_valid():
        _save(request, form, article)
        messages.success(request, _("The details are saved."))
        return redirect("editor:details", slug)
    texts = {text.language: text for text in article.translations.all()}
    context = {
        "article": article,
        "form": form,
        "texts": [(code, name, texts.get(code)) for code, name in settings.LANGUAGES],
        "images": [
            (image, image_url(image.digest, image.name.removeprefix("images/")))
            for image in article.images.all()
        ],
        "title": _title(article),
    }
    status = 400 if form.is_bound else 200
    return page(request, "help_center/editor/details.html", "articles", context, status=status)


@require_POST
@staff(*ROLES)
def image(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep an uploaded picture."""
    article = editable_article(request.user, slug)
    given = request.FILES.get("image")
    if given is None:
        raise DomainError(_("Choose a picture."), code="empty", field="image")
    # One byte more than is allowed is enough to say that it is too much.
    content = given.read(2 * 1024 * 1024 + 1)
    kept = write.add_image(
        actor=editor_of(request), article=article, name=given.name or "image", content=content
    )
    messages.success(request, _("The picture is kept as %(name)s.") % {"name": kept.name})
    return redirect("editor:details", slug)


def _save(request: HttpRequest, form: DetailsForm, article: Article) -> None:
    given = dict(form.cleaned_data)
    expires_at = given.pop("expires_at")
    related = [slug.strip() for slug in given.pop("related").split(",") if slug.strip()]
    write.change_details(actor=editor_of(request), article=article, related=related, **given)
    if expires_at != article.expires_at:
        write.expire(actor=editor_of(request), article=article, at=expires_at)


def _initial(article: Article) -> dict[str, Any]:
    return {
        "category": article.category.key,
        "kind": article.kind,
        "related": ", ".join(article.related),
        "pinned": article.pinned,
        "review_by": article.review_by,
        "expires_at": article.expires_at,
        "example_figures": article.example_figures,
    }


def _title(article: Article) -> str:
    for text in article.translations.all():
        shown = text.current or text.draft
        if shown is not None and text.language == here():
            return shown.title
    return article.slug
