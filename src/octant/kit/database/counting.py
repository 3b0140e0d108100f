"""Counting several things at once."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery


class CountOf(Subquery):
    """How many rows a query has, counted to `cap` + 1, as a column of another one."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS part)"

    def __init__(self, part: QuerySet[Any], *, cap: int) -> None:
        bounded = part.order_by().values("pk")[: cap + 1]
        super().__init__(bounded, output_field=IntegerField())


def counts(parts: Sequence[QuerySet[Any]], *, cap: int) -> list[int]:
    """How many rows each has, counted to `cap` + 1 and no further. One query.

    Each part stops after `cap` + 1 index entries, so a million rows cost what a few do.
    """
    live = {at: part for at, part in enumerate(parts) if not part.query.is_empty()}
    compiled = [
        part.order_by().values("pk")[: cap + 1].query.sql_with_params() for part in live.values()
    ]
    columns = ", ".join(f"(SELECT count(*) FROM ({sql}) AS part)" for sql, _values in compiled)
    if not columns:
        return [0] * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}", [value for _sql, values in compiled for value in values]
        )
        found = dict(zip(live, cursor.fetchone(), strict=True))
    return [found.get(at, 0) for at in range(len(parts))]
