"""Writing that readers do not see yet."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from octant.core.knowledge import rules
from octant.core.knowledge.models import Article, Category, Revision, Translation
from octant.core.knowledge.services.revisions import add_revision
from octant.core.knowledge.texts import key, one_line
from octant.core.safety import audit
from octant.kit.errors import Conflict, DomainError, NotFound


@transaction.atomic
def create_article(
    *,
    actor: Any,
    slug: str,
    category: str,
    language: str,
    title: str,
    summary: str = "",
    body: str = "",
    keywords: Iterable[str] = (),
    kind: str = Article.Kind.HOW_TO,
) -> Translation:
    """A new article as a draft in `language`, which becomes its source language.

    `category` is a key such as `funding/withdrawals`. Raises DomainError (field `slug`,
    `category`, `title` …).
    """
    rules.may_edit(actor)
    text = rules.checked(title=title, summary=summary, body=body, keywords=keywords)
    if Article.objects.filter(slug=rules.checked_slug(slug)).exists():
        sentence = _("Another article has this address already.")
        raise Conflict(sentence, code="slug_taken", field="slug")
    article = Article.objects.create(
        slug=slug, category=category_of(category), kind=kind, source_language=language
    )
    translation = Translation.objects.create(article=article, language=language)
    translation.draft = add_revision(
        translation, author=actor, significance=Revision.Significance.MAJOR, **_fields(text)
    )
    translation.save(update_fields=["draft"])
    audit.record(actor=actor, verb="article_created", subject=article, slug=slug)
    return translation


@transaction.atomic
def save_draft(
    *,
    actor: Any,
    slug: str,
    language: str,
    title: str,
    summary: str = "",
    body: str = "",
    keywords: Iterable[str] = (),
    significance: str = Revision.Significance.MINOR,
    comment: str = "",
    seen: int | None = None,
    based_on: int | None = None,
) -> Revision:
    """Save the text as a new revision that readers do not see yet; starts a language too.

    `seen` is the number of the newest revision the editor had before them: if another came
    since, raises Conflict and nothing is lost or overwritten. `based_on` is the id of the
    source revision a translator renders (default: the one that readers see now).
    """
    rules.may_edit(actor)
    text = rules.checked(title=title, summary=summary, body=body, keywords=keywords)
    article = _locked_article(slug)
    translation, _new = Translation.objects.get_or_create(article=article, language=language)
    newest = translation.revisions.order_by("-number").first()
    _nobody_else_saved(newest, seen)
    revision = add_revision(
        translation,
        author=actor,
        significance=checked_significance(significance),
        comment=one_line(comment, 300),
        extra=newest.extra if newest else {},
        based_on=_rendered(article, language, based_on),
        **_fields(text),
    )
    translation.draft, translation.publish_at = revision, None
    translation.state = Translation.State.DRAFT
    translation.save(update_fields=["draft", "state", "publish_at"])
    audit.record(actor=actor, verb="draft_saved", subject=translation, number=revision.number)
    return revision


def _locked_article(slug: str) -> Article:
    article = Article.objects.select_for_update().filter(slug=key(slug)).first()
    if article is None:
        raise NotFound(_("There is no such article."))
    return article


def _nobody_else_saved(newest: Revision | None, seen: int | None) -> None:
    if seen is not None and newest is not None and newest.number != seen:
        sentence = _(
            "Somebody saved this text while you were writing. Compare with their revision, then"
            " save again."
        )
        raise Conflict(sentence, code="edited_meanwhile", field="body")


@transaction.atomic
def submit_for_review(*, actor: Any, translation: Translation) -> Translation:
    """Ask another editor to look. Raises DomainError if there is nothing to look at."""
    rules.may_edit(actor)
    kept = locked(translation)
    if kept.draft is None:
        raise DomainError(_("There is no draft to review."), code="no_draft")
    kept.state = Translation.State.REVIEW
    kept.save(update_fields=["state"])
    audit.record(actor=actor, verb="review_asked", subject=kept)
    return kept


@transaction.atomic
def restore_revision(*, actor: Any, revision: Revision) -> Revision:
    """An old text as the newest draft. Readers see it once it is published."""
    rules.may_edit(actor)
    translation = locked(revision.translation)
    restored = add_revision(
        translation,
        author=actor,
        title=revision.title,
        summary=revision.summary,
        keywords=revision.keywords,
        body=revision.body,
        extra=revision.extra,
        based_on=revision.based_on,
        significance=Revision.Significance.MAJOR,
        comment=_("Restored revision %(number)d") % {"number": revision.number},
    )
    translation.draft = restored
    translation.state = Translation.State.DRAFT
    translation.save(update_fields=["draft", "state"])
    audit.record(actor=actor, verb="revision_restored", subject=translation, number=revision.number)
    return restored


def locked(translation: Translation) -> Translation:
    """The row as it is now, held until the transaction ends."""
    return (
        Translation.objects.select_for_update(of=("self",))
        .select_related("article", "draft", "current")
        .get(pk=translation.pk)
    )


def category_of(wanted: str) -> Category:
    """The category. Raises DomainError if there is none."""
    found = Category.objects.filter(key=key(wanted)).first()
    if found is None:
        raise DomainError(_("Choose a category."), code="no_category", field="category")
    return found


def checked_significance(value: str) -> str:
    """Raises DomainError unless it is one of typo, minor, major."""
    if value not in Revision.Significance.values:
        sentence = _("Say how much this change matters.")
        raise DomainError(sentence, code="bad_significance", field="significance")
    return value


def _rendered(article: Article, language: str, based_on: int | None) -> Revision | None:
    if language == article.source_language:
        return None
    source = Translation.objects.filter(article=article, language=article.source_language).first()
    if source is None:
        return None
    if based_on is None:
        return source.current or source.draft
    return source.revisions.filter(pk=based_on).first()


def _fields(text: rules.Text) -> dict[str, Any]:
    return {
        "title": text.title,
        "summary": text.summary,
        "keywords": list(text.keywords),
        "body": text.body,
    }
