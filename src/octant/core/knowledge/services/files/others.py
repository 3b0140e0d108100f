"""Topics, glossary and announcements from files."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from octant.core.knowledge import generation
from octant.core.knowledge.models import Announcement, Category, GlossaryGroup
from octant.core.knowledge.services.files.formats import BadFile, mapping, read_text, split
from octant.core.knowledge.services.files.loaded import Loaded
from octant.core.ports.needs import MOST, NEEDS
from octant.core.safety.guard import demand_printable
from octant.kit.clock import now

_CATEGORY = frozenset(
    {"key", "name", "description", "icon", "skill", "chat", "urgent", "straight_through"}
    | {"children", "needs"}
)


@transaction.atomic
def load_categories(file: Path, loaded: Loaded) -> None:
    """The topic tree in the order of the file. Topics that it does not name stay."""
    text = read_text(file)
    if not loaded.fresh("categories.yaml", text.encode()):
        return
    for order, raw in enumerate(mapping(text, file).get("categories") or []):
        parent = _save_category(raw, None, order, file)
        for place, child in enumerate(raw.get("children") or []):
            _save_category(child, parent, place, file)
    loaded.keep("categories.yaml", text.encode())
    generation.advance()


def _save_category(raw: Any, parent: Category | None, order: int, file: Path) -> Category:
    if not isinstance(raw, dict) or not raw.get("key"):
        raise BadFile(_("%(file)s: every topic needs a key.") % {"file": file})
    key = f"{parent.key}/{raw['key']}" if parent else str(raw["key"])
    category, _new = Category.objects.update_or_create(
        key=key,
        defaults={
            "parent": parent,
            "order": order,
            "names": raw.get("name") or {},
            "descriptions": raw.get("description") or {},
            "icon": raw.get("icon") or "",
            "skill": raw.get("skill") or "",
            "offered_in_chat": bool(raw.get("chat", True)),
            "urgent": bool(raw.get("urgent", False)),
            "straight_through": bool(raw.get("straight_through", False)),
            "needs": _needs(raw["needs"], key, file) if "needs" in raw else None,
            "extra": {name: held for name, held in raw.items() if name not in _CATEGORY},
        },
    )
    return category


def _needs(value: Any, key: str, file: Path) -> list[str]:
    """What a case of the topic should tell. Raises BadFile, naming topic and words."""
    if not isinstance(value, list) or len(value) > MOST or len(set(map(str, value))) < len(value):
        sentence = _("%(file)s, topic %(key)s: needs is a list of at most %(most)s words.")
        raise BadFile(sentence % {"file": file, "key": key, "most": MOST})
    if unknown := [str(word)[:40] for word in value if str(word) not in NEEDS]:
        sentence = _("%(file)s, topic %(key)s: %(word)s is no need. Write one of: %(known)s.")
        told = {"file": file, "key": key, "word": unknown[0], "known": ", ".join(NEEDS)}
        raise BadFile(sentence % told)
    return list(value)


@transaction.atomic
def load_glossary(file: Path, loaded: Loaded) -> None:
    """Groups of equal terms. A group is known again by its first term; none is removed."""
    text = read_text(file)
    if not loaded.fresh("glossary.yaml", text.encode()):
        return
    known = {first_term(group.terms): group for group in GlossaryGroup.objects.order_by("-pk")}
    for raw in mapping(text, file).get("groups") or []:
        terms = {k: held for k, held in raw.items() if k != "domain_words" and held}
        group = known.pop(first_term(terms), None) or GlossaryGroup()
        group.terms = terms
        group.domain_words = raw.get("domain_words") or []
        group.save()
    loaded.keep("glossary.yaml", text.encode())
    generation.advance()


def first_term(terms: dict[str, list[str]]) -> str:
    """What a group is known by."""
    return next((str(listed[0]) for listed in terms.values() if listed), "")


@transaction.atomic
def load_announcement(folder: Path, loaded: Loaded) -> None:
    """One announcement with all its languages."""
    files = sorted(file for file in folder.glob("*.md"))
    details = folder / "announcement.yaml"
    raw = read_text(details) if details.is_file() else ""
    contents = [raw.encode(), *(file.read_bytes() for file in files)]
    path = f"announcements/{folder.name}/"
    if not files or not loaded.fresh(path, *contents):
        return
    values = mapping(raw, details)
    texts = {file.stem: _text(file) for file in files}
    for language, text in texts.items():
        words = (text["title"], text["summary"], text["body"])
        demand_printable("\n".join(map(str, words)), where=f"{folder.name}, {language}")
    moment = _published(values, folder.name, details)
    Announcement.objects.update_or_create(
        slug=folder.name[:100],
        defaults={
            "published_at": moment,
            "awaited": moment is not None and moment > now(),
            "texts": texts,
            "extra": values,
        },
    )
    loaded.keep(path, *contents)
    generation.advance()


def _published(values: dict[str, Any], name: str, details: Path) -> datetime | None:
    """When it comes out, taken out of `values`; without a word of it, the day of its name."""
    if values.get("state") == "draft":
        values.pop("state")
        values.pop("published", None)
        return None
    return _moment(values.pop("published", name[:10]), details)


def _text(file: Path) -> dict[str, Any]:
    front, body = split(read_text(file), file)
    return {"title": "", "summary": "", **front, "body": body}


def _moment(value: Any, file: Path) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        sentence = _("%(file)s: write the date as 2027-05-01.")
        raise BadFile(sentence % {"file": file}) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
