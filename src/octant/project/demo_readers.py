"""What the demonstration's readers did: votes, searches and readings at their past times."""

from datetime import datetime, timedelta
from typing import Any

from octant.core.knowledge.models import Asker, Reading, Search, Translation, Vote
from octant.core.knowledge.services.popularity import recompute
from octant.kit.clock import now

Row = dict[str, Any]
READING_DAYS = 7
ASKED = ("4", "9")  # of each day's readers by number: those who then began a chat


def load_readers(data: Row) -> int:
    """Votes, searches and readings of readers.yaml, once; returns how many there are."""
    if not Vote.objects.exists() and not Search.objects.exists():
        texts = {(t.article.slug, t.language): t for t in _published()}
        _votes(data.get("votes", []), texts)
        _searches(data.get("searches", []))
        _readings(data.get("readings", {}), texts)
        recompute()
    return Vote.objects.count() + Search.objects.count() + Reading.objects.count()


def _published() -> list[Translation]:
    rows = Translation.objects.filter(current__isnull=False)
    return list(rows.select_related("article", "current"))


def _ago(row: Row) -> datetime:
    return now() - timedelta(hours=float(row["hours_ago"]))


def _votes(rows: list[Row], texts: dict[tuple[str, str], Translation]) -> None:
    Vote.objects.bulk_create(
        Vote(
            revision=text.current,
            helpful=row["helpful"],
            reason=row.get("reason", ""),
            comment=row.get("comment", ""),
            reader=f"demo-{number}",
            created_at=_ago(row),
        )
        for number, row in enumerate(rows)
        if (text := texts.get((row["article"], row["language"])))
    )


def _searches(rows: list[Row]) -> None:
    Search.objects.bulk_create(
        Search(
            query=row["query"],
            language=row["language"],
            results=row["results"],
            reader=f"demo-search-{number}",
            clicked=row.get("clicked", ""),
            contacted_at=_ago(row) if row.get("contacted") else None,
            created_at=_ago(row),
        )
        for number, row in enumerate(rows)
    )
    Asker.objects.bulk_create(
        Asker(reader=f"demo-search-{number}", at=_ago(row))
        for number, row in enumerate(rows)
        if row.get("contacted")
    )


def _readings(rows: Row, texts: dict[tuple[str, str], Translation]) -> None:
    today = now().date()
    readings = [
        Reading(translation=text, reader=f"demo-{day}-{n}", day=today - timedelta(days=day))
        for slug, counts in rows.items()
        for language, readers in counts.items()
        if (text := texts.get((slug, language)))
        for day in range(READING_DAYS)
        for n in range(int(readers) * (READING_DAYS - day) // READING_DAYS)
    ]
    Reading.objects.bulk_create(readings)
    asked = {each.reader for each in readings if each.reader.endswith(ASKED)}
    Asker.objects.bulk_create(Asker(reader=each, at=now()) for each in sorted(asked))
