"""The topics that a customer can pick instead of writing."""

from dataclasses import dataclass

from octant.core.knowledge.models import Category


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    name: str
    icon: str
    children: "tuple[Choice, ...]" = ()


def topic_choices(language: str) -> list[Choice]:
    """Topics with what stands below them, in the editors' order."""
    rows = list(Category.objects.order_by("order", "pk")[:500])
    below: dict[str, list[Choice]] = {}
    for row in rows:
        if "/" in row.key:
            child = Choice(row.key, row.name_in(language), row.icon)
            below.setdefault(row.key.partition("/")[0], []).append(child)
    return [
        Choice(row.key, row.name_in(language), row.icon, tuple(below.get(row.key, ())))
        for row in rows
        if "/" not in row.key
    ]
