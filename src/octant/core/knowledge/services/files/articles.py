"""Articles from files."""

import mimetypes
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from octant.core.knowledge import generation, rules, store
from octant.core.knowledge.models import Article, Category, Image, Revision, Translation
from octant.core.knowledge.services.files.formats import BadFile, mapping, read_text, split
from octant.core.knowledge.services.files.layout import Source
from octant.core.knowledge.services.files.loaded import Loaded
from octant.core.knowledge.services.revisions import add_revision, mark_outdated, show
from octant.kit.errors import DomainError

GENERAL = "general"
_DETAILS = frozenset({"category", "kind", "related", "pinned", "review_by", "facts", "source"})
_FRONT = frozenset({"title", "summary", "keywords", "state", "outdated"})
_IMAGE_TYPES = frozenset({"image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif"})


@transaction.atomic
def load_article(source: Source, loaded: Loaded) -> bool:
    """Bring one article into the database; returns whether anything was new."""
    languages = list(source.texts)
    fronts = {language: _text_of(source.texts[language]) for language in languages}
    raw = read_text(source.details) if source.details else ""
    pictures = {name: file.read_bytes() for name, file in source.images.items()}
    path = f"articles/{source.slug}/"
    article = Article.objects.filter(slug=source.slug).first()
    contents = (raw.encode(), *pictures.values(), *(n.encode() for n in pictures))
    changed = article is None or loaded.fresh(path, *contents)
    if changed:
        front = fronts[languages[0]][1]
        article = _save_details(article, source, mapping(raw, source.details or Path()), front)
        _save_images(article, pictures)
        loaded.keep(path, *contents)
    assert article is not None
    # The source language first: the others are based on it.
    for language in sorted(languages, key=lambda code: code != article.source_language):
        text, front, body = fronts[language]
        if loaded.fresh(path + language, text.encode()):
            _save_text(article, language, front, body, source.texts[language])
            loaded.keep(path + language, text.encode())
            changed = True
    return changed


def _text_of(file: Path) -> tuple[str, dict[str, Any], str]:
    text = read_text(file)
    front, body = split(text, file)
    if not front.get("title"):
        heading = re.match(r"\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)", body)
        front["title"] = heading[1] if heading else file.stem.replace("-", " ").replace("_", " ")
        body = body[heading.end() :].strip() + "\n" if heading else body
    return text, front, body


def _save_details(
    article: Article | None, source: Source, details: dict[str, Any], front: dict[str, Any]
) -> Article:
    article = article or Article(slug=source.slug, source_language=_source_language(source))
    if details.get("source") in source.texts:
        article.source_language = details["source"]
    article.category = _category(str(details.get("category") or front.get("category") or ""))
    kind = str(details.get("kind", Article.Kind.HOW_TO))
    article.kind = kind if kind in Article.Kind.values else Article.Kind.HOW_TO
    article.related = [str(slug) for slug in details.get("related") or []]
    pinned = details.get("pinned")
    article.pinned = pinned if isinstance(pinned, int) and pinned is not False else None
    article.review_by = _date(details.get("review_by"), source)
    article.example_figures = details.get("facts") == "example"
    article.extra = {key: held for key, held in details.items() if key not in _DETAILS}
    article.save()
    generation.advance()
    return article


def _source_language(source: Source) -> str:
    return "en" if "en" in source.texts else next(iter(source.texts))


def _category(key: str) -> Category:
    """The category, or a general one where the folder names none that we know."""
    found = Category.objects.filter(key=key).first() if key else None
    if found is not None:
        return found
    general, _new = Category.objects.get_or_create(
        key=GENERAL,
        defaults={
            "order": 900,
            "names": {"en": "General", "zh-hans": "其他"},
            "descriptions": {
                "en": "Articles that have no topic of their own yet.",
                "zh-hans": "暂未归类的文章。",
            },
            "icon": "book",
        },
    )
    return general


def _date(value: Any, source: Source) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        sentence = _("%(file)s: write the date as 2027-05-01.")
        raise BadFile(sentence % {"file": source.details}) from error


def _save_images(article: Article, pictures: dict[str, bytes]) -> None:
    for name, content in pictures.items():
        content_type = mimetypes.guess_type(name)[0] or ""
        if content_type not in _IMAGE_TYPES:
            continue
        Image.objects.update_or_create(
            article=article,
            name=name[:120],
            defaults={
                "digest": store.put(content),
                "content_type": content_type,
                "size": len(content),
            },
        )


def _save_text(
    article: Article, language: str, front: dict[str, Any], body: str, file: Path
) -> None:
    text = _checked(front, body, file)
    extra = {key: held for key, held in front.items() if key not in _FRONT}
    translation, _new = Translation.objects.select_related("current").get_or_create(
        article=article, language=language
    )
    fields: dict[str, Any] = {
        "title": text.title,
        "summary": text.summary,
        "keywords": list(text.keywords),
        "body": text.body,
        "extra": extra,
    }
    draft = front.get("state") == "draft"
    seen = translation.draft if draft else translation.current
    if seen is None or any(getattr(seen, key) != held for key, held in fields.items()):
        first = translation.current is None
        significance = Revision.Significance.MAJOR if first else Revision.Significance.MINOR
        revision = add_revision(
            translation,
            author=None,
            significance=significance,
            based_on=_rendered(article, language, str(front.get("outdated") or "")),
            **fields,
        )
        if draft:
            translation.draft = revision
            translation.save(update_fields=["draft"])
        else:
            show(translation, revision)
    _stamp(translation, extra)
    if front.get("outdated") in ("minor", "major"):
        Translation.objects.filter(pk=translation.pk).update(outdated=front["outdated"])


def _checked(front: dict[str, Any], body: str, file: Path) -> rules.Text:
    keywords = front.get("keywords") or []
    if isinstance(keywords, str):
        keywords = keywords.split(",")
    try:
        return rules.checked(
            title=str(front["title"]),
            summary=str(front.get("summary") or ""),
            body=body,
            keywords=[str(word) for word in keywords],
        )
    except DomainError as error:
        raise BadFile(f"{file}: {error}", field=error.field) from error


def _rendered(article: Article, language: str, outdated: str) -> Revision | None:
    """The source revision that a file's text renders: today's, unless the file says that it
    is behind; then nothing is known, and what the file says stands."""
    if language == article.source_language or outdated:
        return None
    source = Translation.objects.filter(article=article, language=article.source_language).first()
    return source.current if source else None


def _stamp(translation: Translation, extra: dict[str, Any]) -> None:
    """A file may say when its text last changed (`updated: 2026-10-01`)."""
    try:
        day = datetime.fromisoformat(str(extra.get("updated", "")))
    except ValueError:
        return
    at = day if day.tzinfo else day.replace(tzinfo=UTC)
    Translation.objects.filter(pk=translation.pk).update(updated_at=at)


def settle(slugs: list[str]) -> None:
    """After all languages are loaded: bring the outdated marks up to date."""
    for article in Article.objects.filter(slug__in=slugs):
        mark_outdated(article)
