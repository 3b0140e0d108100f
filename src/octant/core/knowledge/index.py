"""The search index over what readers see, and the engine of this process."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from octant.core.knowledge import generation
from octant.core.knowledge.models import GlossaryGroup, Translation
from octant.core.knowledge.texts import plain
from octant.core.ports.workspace import workspace
from octant.kit.search import Document, Engine, Glossary, default_embedder

_lock = threading.Lock()
_glossary_of: dict[int, int] = {}  # the generation whose glossary each engine uses


def documents() -> Iterator[Document]:
    """Every published text as the search engine wants it."""
    texts = Translation.objects.filter(current__isnull=False)
    highest: dict[str, float] = defaultdict(float)
    for row in texts.values("language").annotate(top=Max("popularity")):
        highest[row["language"]] = row["top"]
    wanted = texts.select_related("article__category", "current").order_by("pk")
    for text in wanted.iterator(chunk_size=500):
        assert text.current is not None
        slug, language = text.article.slug, text.language
        yield Document(
            key=f"{slug}:{language}",
            family=slug,
            language=language,
            title=text.current.title,
            category=text.article.category.key,
            summary=text.current.summary,
            keywords=tuple(text.current.keywords),
            body=plain(text.current.body),
            weight=text.popularity / highest[language] if highest[language] else 0.0,
            url=f"/{language}/article/{slug}/",
        )


def engine() -> Engine:
    """The engine of this process, with the glossary as of this generation.

    It sees an index that another process rebuilt at its next search; a process that finds no
    index at all builds one.
    """
    found = _engine()
    _refresh_glossary(found)
    if not found.ready():
        rebuild_if_needed()
    return found


def rebuild_if_needed() -> bool:
    """Rebuild the index if content changed since it was built; the worker calls this often.

    Returns whether it did. What has no meaning vectors yet is found by words meanwhile; call
    `embed_some` when there is time.
    """
    with _lock:
        wanted = generation.latest()
        found = _engine()
        if found.ready() and _built() == str(wanted):
            return False
        _refresh_glossary(found)
        found.rebuild(documents())
        _stamp().write_text(str(wanted))
        return True


def embed_some(seconds: float = 5.0) -> int:
    """Give texts their meaning vectors for about `seconds`; returns how many are left."""
    return _engine().embed_missing(seconds)


def _engine() -> Engine:
    return _engine_at(folder())


@cache
def _engine_at(place: Path) -> Engine:
    return Engine(place, None, default_embedder() if settings.OCTANT_MEANING else None)


def folder() -> Path:
    """Where the index lies."""
    return Path(settings.OCTANT_HOME) / "index"


def _stamp() -> Path:
    return folder() / "built_from"


def _built() -> str:
    """What the index was built from; the database's name guards against another one's index."""
    try:
        return _stamp().read_text()
    except FileNotFoundError:
        return ""


def _refresh_glossary(found: Engine) -> None:
    wanted = generation.current()
    if _glossary_of.get(id(found)) != wanted:
        found.glossary = glossary()
        _glossary_of[id(found)] = wanted


def glossary() -> Glossary:
    """The editors' groups of equal terms; before there are any, those of the workspace's file,
    so that content loaded without a glossary is found across languages too."""
    groups = []
    for group in GlossaryGroup.objects.order_by("pk"):
        terms = {language: list(listed) for language, listed in group.terms.items()}
        if group.domain_words:
            terms["zh-hans"] = [*terms.get("zh-hans", []), *group.domain_words]
        groups.append(terms)
    if not groups:
        groups = list((workspace().data("glossary.yaml") or {}).get("groups", []))
    return Glossary.from_groups(groups)
