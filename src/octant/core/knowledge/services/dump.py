"""Content from the database into a workspace folder, so that loading it again loses nothing."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from octant.core.knowledge import store
from octant.core.knowledge.models import (
    Announcement,
    Article,
    Category,
    GlossaryGroup,
    Revision,
    Translation,
)
from octant.core.knowledge.services.files.formats import dump_yaml, join

# What comes from the database: all but prepared replies from here, those from core.tickets.
# Everything else of the workspace is copied as it is.
_OURS = frozenset({"articles", "announcements", "canned", "categories.yaml", "glossary.yaml"})


def dump_folder(folder: Path) -> dict[str, int]:
    """Write all content to `folder` as text files, the rest of the workspace beside it.

    Written is what readers see, and texts that were never published as `state: draft`.
    Drafts of published texts and older revisions stay in the database (see `octant backup`).
    Returns how many of each thing were written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _copy_rest(Path(settings.OCTANT_WORKSPACE), folder)
    return {
        "categories": _dump_categories(folder),
        "glossary": _dump_glossary(folder),
        "articles": sum(1 for article in _articles() if _dump_article(article, folder)),
        "announcements": _dump_announcements(folder),
    }


def _copy_rest(source: Path, folder: Path) -> None:
    if not source.is_dir() or source.resolve() == folder.resolve():
        return
    for item in source.iterdir():
        if item.name in _OURS:
            continue
        if item.is_dir():
            shutil.copytree(item, folder / item.name, dirs_exist_ok=True)
        else:
            shutil.copy2(item, folder / item.name)


def _dump_categories(folder: Path) -> int:
    rows = list(Category.objects.order_by("order", "key"))
    tree = [
        {**_category(row), "children": [_category(c) for c in rows if c.parent_id == row.pk]}
        for row in rows
        if row.parent_id is None
    ]
    _write(folder / "categories.yaml", dump_yaml({"categories": tree}))
    return len(rows)


def _category(row: Category) -> dict[str, Any]:
    return {
        "key": row.key.rpartition("/")[2],
        "name": row.names,
        "description": row.descriptions,
        "icon": row.icon,
        "skill": row.skill,
        "chat": row.offered_in_chat,
        "urgent": row.urgent,
        "straight_through": row.straight_through,
        **({} if row.needs is None else {"needs": row.needs}),
        **row.extra,
    }


def _dump_glossary(folder: Path) -> int:
    groups = [
        {**group.terms, **({"domain_words": group.domain_words} if group.domain_words else {})}
        for group in GlossaryGroup.objects.order_by("pk")
    ]
    _write(folder / "glossary.yaml", dump_yaml({"groups": groups}))
    return len(groups)


def _articles() -> list[Article]:
    return list(
        Article.objects.select_related("category")
        .prefetch_related("translations__current", "translations__draft", "images")
        .order_by("slug")
    )


def _dump_article(article: Article, folder: Path) -> bool:
    texts = [(t, shown) for t in article.translations.all() if (shown := t.current or t.draft)]
    if not texts:
        return False
    place = folder / "articles" / article.slug
    details: dict[str, Any] = {
        "category": article.category.key,
        "kind": article.kind,
        "related": article.related,
        "pinned": article.pinned if article.pinned is not None else False,
        "review_by": article.review_by.isoformat() if article.review_by else None,
        "facts": "example" if article.example_figures else "general",
        "source": article.source_language,
        **article.extra,
    }
    _write(place / "article.yaml", dump_yaml(details))
    for translation, revision in texts:
        front = _front(translation, revision)
        _write(place / f"{translation.language}.md", join(front, revision.body))
    for image in article.images.all():
        _write(place / image.name, store.get(image.digest))
    return True


def _front(translation: Translation, revision: Revision) -> dict[str, Any]:
    front: dict[str, Any] = {
        "title": revision.title,
        "summary": revision.summary,
        "keywords": revision.keywords,
    }
    if translation.current_id is None:
        front["state"] = "draft"
    if translation.outdated:
        front["outdated"] = translation.outdated
    return {**front, **revision.extra}


def _dump_announcements(folder: Path) -> int:
    rows = list(Announcement.objects.order_by("slug"))
    for row in rows:
        place = folder / "announcements" / row.slug
        details = {**_coming_out(row.published_at), **row.extra}
        _write(place / "announcement.yaml", dump_yaml(details))
        for language, text in row.texts.items():
            front = {key: held for key, held in text.items() if key != "body"}
            _write(place / f"{language}.md", join(front, text.get("body", "")))
    return len(rows)


def _coming_out(moment: datetime | None) -> dict[str, str]:
    if moment is None:
        return {"state": "draft"}
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    plain = moment.date() if moment == midnight else moment
    return {"published": plain.isoformat()}


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
