"""Prepared replies from a workspace's files, and back."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from octant.core.knowledge.models import Category
from octant.core.knowledge.services.files.formats import BadFile, dump_yaml, mapping, read_text
from octant.core.knowledge.services.files.loaded import Loaded
from octant.core.tickets.models import CannedReply
from octant.core.tickets.services.canned import SHORTCUT_CHARACTERS

_KEY_CHARACTERS = 60


@transaction.atomic
def load_canned(folder: Path) -> int:
    """Read canned/*.yaml. Returns how many replies stand.

    A file that has not changed since it was last loaded is passed over, so that what leads
    changed or removed at the desk stays so. Raises BadFile, naming the file.
    """
    loaded, rows = Loaded(), {}
    for file in sorted((folder / "canned").glob("*.yaml")):
        content = read_text(file)
        if loaded.fresh(f"canned/{file.name}", content.encode()):
            rows[file] = _row(mapping(content, file), file)
            loaded.keep(f"canned/{file.name}", content.encode())
    _no_shortcut_twice(rows)
    # Files may exchange their shortcuts: none is in the way while they are written.
    CannedReply.objects.filter(key__in=[row["key"] for row in rows.values()]).update(
        shortcut=Concat(Value("~"), Cast(F("pk"), CharField()))
    )
    for row in rows.values():
        CannedReply.objects.update_or_create(key=row.pop("key"), defaults=row)
    return CannedReply.objects.count()


def _row(values: dict[str, Any], file: Path) -> dict[str, Any]:
    key = file.stem[:_KEY_CHARACTERS]
    texts, titles = values.pop("text", None), values.pop("title", None) or {}
    if not isinstance(texts, dict) or not isinstance(titles, dict):
        raise BadFile(_("%(file)s: write text and title under their language.") % {"file": file})
    return {
        "key": key,
        "shortcut": str(values.pop("shortcut", f"/{key}"))[:SHORTCUT_CHARACTERS],
        "category": Category.objects.filter(key=str(values.pop("category", ""))).first(),
        "texts": {str(code): str(text).strip() for code, text in texts.items() if text},
        "titles": {str(code): str(title).strip() for code, title in titles.items() if title},
        "extra": values,
    }


def _no_shortcut_twice(rows: dict[Path, dict[str, Any]]) -> None:
    others = CannedReply.objects.exclude(key__in=[row["key"] for row in rows.values()])
    owners = dict(others.values_list("shortcut", "key"))
    for file, row in rows.items():
        owner = owners.setdefault(row["shortcut"], row["key"])
        if owner != row["key"]:
            sentence = _("%(file)s: the reply %(owner)s has the shortcut %(shortcut)s already.")
            told = {"file": file, "owner": owner, "shortcut": row["shortcut"]}
            raise BadFile(sentence % told)


def dump_canned(folder: Path) -> int:
    """Write every reply to canned/<key>.yaml, as `load_canned` reads it. Returns how many."""
    place = folder / "canned"
    place.mkdir(parents=True, exist_ok=True)
    rows = list(CannedReply.objects.select_related("category").order_by("key"))
    for row in rows:
        values = {
            **({"category": row.category.key} if row.category else {}),
            "shortcut": row.shortcut,
            **({"title": row.titles} if row.titles else {}),
            "text": row.texts,
            **row.extra,
        }
        (place / f"{row.key}.yaml").write_text(dump_yaml(values), "utf-8")
    return len(rows)
