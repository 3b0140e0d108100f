"""Articles for tests, made the way the product makes them."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from octant.core.knowledge.models import Announcement, Category, Translation
from octant.core.knowledge.services import write


def category(key: str = "funding/withdrawals") -> Category:
    """A category with its parent, as the demo has them."""
    parent = None
    if "/" in key:
        parent = category(key.partition("/")[0])
    names = {"en": key.rpartition("/")[2].title(), "zh-hans": f"主题 {key}"}
    found, _new = Category.objects.get_or_create(
        key=key, defaults={"parent": parent, "names": names}
    )
    return found


def draft(
    slug: str = "withdrawal-delayed",
    *,
    language: str = "en",
    title: str = "Withdrawal delayed",
    summary: str = "What to do when it takes long.",
    body: str = "Open **Funds**.\n\n## Wait\n\n1. Wait.\n",
    keywords: Iterable[str] = ("withdrawal stuck",),
    key: str = "funding/withdrawals",
) -> Translation:
    """An article that nobody sees yet."""
    category(key)
    return write.create_article(
        actor=None,
        slug=slug,
        category=key,
        language=language,
        title=title,
        summary=summary,
        body=body,
        keywords=keywords,
    )


def published(slug: str = "withdrawal-delayed", **fields: Any) -> Translation:
    """An article that readers see."""
    return write.publish(actor=None, translation=draft(slug, **fields))


def translated(slug: str = "withdrawal-delayed", language: str = "zh-hans") -> Translation:
    """A published translation of an article that stands already."""
    revision = write.save_draft(
        actor=None, slug=slug, language=language, title="提币延迟", body="请等待。\n"
    )
    return write.publish(actor=None, translation=revision.translation)


def change(slug: str, significance: str, *, language: str = "en", body: str = "New.") -> None:
    """Publish a change of an article's text."""
    revision = write.save_draft(
        actor=None,
        slug=slug,
        language=language,
        title="Withdrawal delayed",
        body=body,
        significance=significance,
    )
    write.publish(actor=None, translation=revision.translation)


def workspace(folder: Path, files: dict[str, str]) -> Path:
    """Write text files into a new folder."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def announced(
    slug: str = "news", *, at: datetime | None = None, **texts: dict[str, str]
) -> Announcement:
    """An announcement that readers see, or will at `at`; `en={...}`, `zh_hans={...}`."""
    words = texts or {"en": {"title": "Big news", "summary": "s", "body": "**Really.**"}}
    given = {code.replace("_", "-"): text for code, text in words.items()}
    write.create_announcement(actor=None, slug=slug, texts=given)
    return write.publish_announcement(actor=None, slug=slug, at=at)
