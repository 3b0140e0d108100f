"""Canned replies from the workspace's files."""

from pathlib import Path

import yaml
from django.db import transaction

from octant.core.knowledge.models import Category
from octant.core.tickets.models import CannedReply


@transaction.atomic
def load_canned(folder: Path) -> int:
    """Read canned/*.yaml; replies whose file is gone are removed. Returns how many stand."""
    categories = {c.key: c for c in Category.objects.all()}
    kept = []
    for file in sorted((folder / "canned").glob("*.yaml")):
        row = yaml.safe_load(file.read_text("utf-8"))
        reply, _ = CannedReply.objects.update_or_create(
            key=file.stem,
            defaults={
                "shortcut": str(row.get("shortcut", f"/{file.stem}"))[:40],
                "category": categories.get(str(row.get("category", ""))),
                "texts": row["text"],
            },
        )
        kept.append(reply.pk)
    CannedReply.objects.exclude(pk__in=kept).delete()
    return len(kept)
