"""Steps that every way of changing an article shares. Callers hold the transaction."""

from typing import Any

from octant.core.knowledge import generation
from octant.core.knowledge.events import ArticlePublished, ArticleWithdrawn
from octant.core.knowledge.models import Article, Revision, Translation
from octant.core.knowledge.services.guarding import demand_printable
from octant.core.outbox.services import publish as publish_event
from octant.kit.clock import now

_SEVERITY = {"": 0, "typo": 0, "minor": 1, "major": 2}
_OUTDATED = {0: "", 1: "minor", 2: "major"}


def next_number(translation: Translation) -> int:
    """The number of the revision after the newest."""
    newest = translation.revisions.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def add_revision(translation: Translation, *, author: Any, **fields: Any) -> Revision:
    """Write a new revision of `translation`; nobody sees it yet."""
    return Revision.objects.create(
        translation=translation,
        number=next_number(translation),
        author=author,
        created_at=now(),
        **fields,
    )


def show(translation: Translation, revision: Revision) -> None:
    """Make `revision` what readers see, and mark translations that it leaves behind.

    Raises `NeverAsked` for a text that asks readers for what support never asks for.
    """
    demand_printable(revision)
    at = now()
    if revision.published_at is None:
        revision.published_at = at
        revision.save(update_fields=["published_at", "significance"])
    if translation.updated_at is None or revision.significance != Revision.Significance.TYPO:
        translation.updated_at = at
    translation.published_at = translation.published_at or at
    translation.current = revision
    translation.draft = None
    translation.publish_at = None
    translation.state = Translation.State.PUBLISHED
    translation.based_on = revision.based_on
    translation.save()
    mark_outdated(translation.article)
    generation.advance()
    publish_event(
        ArticlePublished(
            article=translation.article_id,
            slug=translation.article.slug,
            language=translation.language,
            revision=revision.pk,
            significance=revision.significance,
        )
    )


def withdraw(translation: Translation) -> None:
    """Hide a text from readers; it stays as a draft that can be published again."""
    translation.draft = translation.draft or translation.current
    translation.current = None
    translation.publish_at = None
    translation.state = Translation.State.ARCHIVED
    translation.save()
    generation.advance()
    publish_event(
        ArticleWithdrawn(
            article=translation.article_id,
            slug=translation.article.slug,
            language=translation.language,
        )
    )


def mark_outdated(article: Article) -> None:
    """Set `outdated` of every other language to the gravest change of the source text
    that was published after the source revision it renders. A typo marks nothing."""
    changes = list(
        Revision.objects.filter(
            translation__article=article,
            translation__language=article.source_language,
            published_at__isnull=False,
        ).values_list("number", "significance")
    )
    others = Translation.objects.filter(article=article).exclude(language=article.source_language)
    for other in others.select_related("based_on"):
        if other.based_on is None:
            continue
        rendered = other.based_on.number
        gravest = max((_SEVERITY[s] for n, s in changes if n > rendered), default=0)
        if other.outdated != _OUTDATED[gravest]:
            Translation.objects.filter(pk=other.pk).update(outdated=_OUTDATED[gravest])
