"""What surrounds the texts: an article's place and links, pictures, topics, glossary."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image as Pixels

from octant.core.knowledge import generation, rules, store
from octant.core.knowledge.models import Article, Category, GlossaryGroup, Image
from octant.core.knowledge.services.drafts import category_of
from octant.core.knowledge.texts import key, one_line
from octant.core.safety import audit
from octant.kit.errors import DomainError

IMAGE_BYTES = 2 * 1024 * 1024
_IMAGE_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}


@transaction.atomic
def change_details(
    *,
    actor: Any,
    article: Article,
    category: str,
    kind: str,
    related: Sequence[str] = (),
    pinned: int | None = None,
    review_by: date | None = None,
    example_figures: bool = False,
) -> Article:
    """Set all that belongs to an article rather than to one of its texts."""
    rules.may_edit(actor)
    if kind not in Article.Kind.values:
        raise DomainError(_("Choose a kind of article."), code="bad_kind", field="kind")
    known = set(
        Article.objects.filter(slug__in=[key(slug) for slug in related]).values_list(
            "slug", flat=True
        )
    )
    article.category = category_of(category)
    article.kind = kind
    article.related = [slug for slug in related if slug in known and slug != article.slug]
    article.pinned = pinned
    article.review_by = review_by
    article.example_figures = example_figures
    article.save()
    generation.advance()
    audit.record(actor=actor, verb="article_details_changed", subject=article, category=category)
    return article


@transaction.atomic
def add_image(*, actor: Any, article: Article, name: str, content: bytes) -> Image:
    """Keep a picture for the article's texts, which refer to it as `images/<name>`.

    Takes PNG, JPEG, WebP and GIF up to 2 MB. Raises DomainError otherwise.
    """
    rules.may_edit(actor)
    content_type = _image_type(content)
    stem = rules.checked_slug(one_line(name.rsplit(".", 1)[0], 60).lower().replace(" ", "-"))
    suffix = content_type.removeprefix("image/").replace("jpeg", "jpg")
    image, _new = Image.objects.update_or_create(
        article=article,
        name=f"images/{stem}.{suffix}",
        defaults={
            "digest": store.put(content),
            "content_type": content_type,
            "size": len(content),
        },
    )
    generation.advance()
    audit.record(actor=actor, verb="image_added", subject=article, name=image.name)
    return image


def _image_type(content: bytes) -> str:
    if len(content) > IMAGE_BYTES:
        raise DomainError(_("The picture is larger than 2 MB."), code="too_big", field="image")
    try:
        with Pixels.open(BytesIO(content), formats=tuple(_IMAGE_TYPES)) as picture:
            picture.verify()
            return _IMAGE_TYPES[str(picture.format)]
    except Exception as error:  # Pillow raises anything on a broken file
        sentence = _("This is not a picture that we can show. Use PNG, JPEG, WebP or GIF.")
        raise DomainError(sentence, code="not_an_image", field="image") from error


@transaction.atomic
def order_categories(*, actor: Any, keys: Sequence[str]) -> None:
    """Set the order of topics among their siblings: first named, first shown."""
    rules.may_edit(actor)
    for order, wanted in enumerate(keys):
        Category.objects.filter(key=wanted).update(order=order)
    generation.advance()
    first = Category.objects.filter(key__in=list(keys)).first()
    if first is not None:
        audit.record(actor=actor, verb="categories_ordered", subject=first, keys=list(keys))


@transaction.atomic
def save_glossary_group(
    *,
    actor: Any,
    group: GlossaryGroup | None,
    terms: Mapping[str, Iterable[str]],
    domain_words: Iterable[str] = (),
) -> GlossaryGroup | None:
    """Write a group of equal terms; a group left without two terms is removed."""
    rules.may_edit(actor)
    kept = {
        language: listed
        for language, given in terms.items()
        if (listed := list(dict.fromkeys(w for term in given if (w := one_line(term, 80)))))
    }
    if sum(len(listed) for listed in kept.values()) < 2:
        if group is not None:
            audit.record(actor=actor, verb="glossary_group_removed", subject=group)
            group.delete()
            generation.advance()
        return None
    group = group or GlossaryGroup()
    group.terms = kept
    group.domain_words = [w for word in domain_words if (w := one_line(word, 40))]
    group.save()
    generation.advance()
    audit.record(actor=actor, verb="glossary_group_saved", subject=group)
    return group
