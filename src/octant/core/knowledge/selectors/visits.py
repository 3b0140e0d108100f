"""What a reader did here today, for the agent who takes over. No person is in it."""

from datetime import timedelta

from octant.core.knowledge.models import Reading, Search
from octant.kit.clock import now

LATEST = 5


def visits_of(reader: str) -> dict[str, list[str]]:
    """`articles`: slugs read today; `searches`: words looked for in vain. Newest first.

    In vain means without a result, or without opening one.
    """
    at = now()
    articles = Reading.objects.filter(reader=reader, day=at.date()).order_by("-pk")
    searches = Search.objects.filter(
        reader=reader, created_at__gte=at - timedelta(days=1), clicked=""
    ).order_by("-created_at")
    return {
        "articles": list(articles.values_list("translation__article__slug", flat=True)[:LATEST]),
        "searches": list(searches.values_list("query", flat=True)[:LATEST]),
    }
