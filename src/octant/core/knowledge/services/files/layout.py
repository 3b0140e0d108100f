"""Where articles lie in a folder: ours, or one that somebody else wrote.

Ours is `articles/<slug>/<language>.md` with an `article.yaml` beside. Also read: the same
without `articles/`, and loose files `<slug>.md` or `<slug>.<language>.md`.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify

_SKIPPED = frozenset({"announcements", "canned", "images", "courses", "node_modules"})
_ASIDE = frozenset({"readme", "license", "contributing", "changelog"})


@dataclass(slots=True)
class Source:
    """The files of one article."""

    slug: str
    details: Path | None = None
    texts: dict[str, Path] = field(default_factory=dict)  # {language: file}
    images: dict[str, Path] = field(default_factory=dict)  # {"images/name.svg": file}


def find(folder: Path, default_language: str) -> list[Source]:
    """Every article of the folder, by slug."""
    base = folder / "articles" if (folder / "articles").is_dir() else folder
    found: dict[str, Source] = {}
    for file in sorted(base.rglob("*.md")):
        inside = file.relative_to(base).parts
        if any(part in _SKIPPED or part.startswith(".") for part in inside[:-1]):
            continue
        _add(found, file, base, default_language)
    return [found[slug] for slug in sorted(found)]


def _add(found: dict[str, Source], file: Path, base: Path, default_language: str) -> None:
    language = _language(file.stem)
    if language and file.parent != base:
        source = found.setdefault(_slug(file.parent.name), Source(_slug(file.parent.name)))
        details = file.parent / "article.yaml"
        source.details = details if details.is_file() else None
        source.images = _images(file.parent)
        source.texts[language] = file
        return
    stem, _dot, suffix = file.stem.rpartition(".")
    named = _language(suffix) if stem else ""
    name = stem if named else file.stem
    if name.lower() in _ASIDE:
        return
    source = found.setdefault(_slug(name), Source(_slug(name)))
    source.texts.setdefault(named or default_language, file)
    source.images = source.images or _images(file.parent)


def _language(name: str) -> str:
    """The language code that a file name says, or nothing."""
    code = re.sub(r"_", "-", name).lower()
    aliases = {"zh": "zh-hans", "zh-cn": "zh-hans", "en-us": "en", "en-gb": "en"}
    code = aliases.get(code, code)
    return code if code in dict(settings.LANGUAGES) else ""


def _slug(name: str) -> str:
    """A slug for any name, Chinese ones too (by their code points)."""
    plain = re.sub(r"_+", "-", slugify(name))[:80].strip("-")
    return plain or "article-" + "-".join(f"{ord(char):x}" for char in name[:12])


def _images(folder: Path) -> dict[str, Path]:
    pictures = folder / "images"
    if not pictures.is_dir():
        return {}
    return {f"images/{file.name}": file for file in sorted(pictures.iterdir()) if file.is_file()}
