"""What the Help Center spares and what it leads to, for leads: readers, who of them then asked,
and which searches and articles stood before that.

Readers are keyed hashes that hold for one browser, address and day (UTC): so days here are UTC's,
and one who reads on two days is two. Only what begins in a browser is known to follow: a chat, not
a mail or a call.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from octant.kit.clock import now
from octant.reactions.insights.selectors import must_lead

MOST_LINES = 20

_SEEN = """
WITH seen AS (
  SELECT r.reader, r.day FROM knowledge_reading r
  JOIN knowledge_translation t ON t.id = r.translation_id
  WHERE r.day >= %(since)s AND r.day < %(until)s
    AND (%(language)s = '' OR t.language = %(language)s)
  UNION
  SELECT reader, (created_at AT TIME ZONE 'UTC')::date FROM knowledge_search
  WHERE created_at >= %(since)s::timestamp AT TIME ZONE 'UTC'
    AND created_at < %(until)s::timestamp AT TIME ZONE 'UTC'
    AND (%(language)s = '' OR language = %(language)s)
)
"""
_DAYS = f"""{_SEEN}
SELECT {{group}}, count(*)::int, count(a.reader)::int
FROM seen LEFT JOIN knowledge_asker a USING (reader) GROUP BY 1 ORDER BY 1
"""
_DAY = {
    "day": "to_char(day, 'YYYY-MM-DD')",
    "week": "to_char(date_trunc('week', day), 'YYYY-MM-DD')",
}
_SEARCHES = """
SELECT lower(query), language, count(*)::int, count(*) FILTER (WHERE results = 0)::int,
  count(*) FILTER (WHERE clicked <> '')::int, count(contacted_at)::int
FROM knowledge_search
WHERE created_at >= %(since)s::timestamp AT TIME ZONE 'UTC'
  AND created_at < %(until)s::timestamp AT TIME ZONE 'UTC'
  AND (%(language)s = '' OR language = %(language)s)
GROUP BY 1, 2 HAVING count(contacted_at) > 0
ORDER BY count(contacted_at) DESC, count(*) DESC, 1, 2 LIMIT %(limit)s
"""
_ARTICLES = """
SELECT c.slug, t.language, max(v.title), count(*)::int, count(a.reader)::int
FROM knowledge_reading r
JOIN knowledge_translation t ON t.id = r.translation_id
JOIN knowledge_article c ON c.id = t.article_id
JOIN knowledge_revision v ON v.id = t.current_id
LEFT JOIN knowledge_asker a USING (reader)
WHERE r.day >= %(since)s AND r.day < %(until)s
  AND (%(language)s = '' OR t.language = %(language)s)
GROUP BY 1, 2 HAVING count(a.reader) > 0
ORDER BY count(a.reader) DESC, count(*) DESC, 1, 2 LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Helped:
    """Readers of one day or week, and how many of them began a chat that day or the next."""

    name: str
    readers: int = 0
    asked: int = 0

    @property
    def spared_percent(self) -> float | None:
        """Who did not ask, of all, to a tenth."""
        return round(100 * (self.readers - self.asked) / self.readers, 1) if self.readers else None


@dataclass(frozen=True, slots=True)
class SearchLine:
    """The same words (whatever their capitals): how often searched for, without any result, with
    an article opened, and with a chat begun within a day."""

    query: str
    language: str
    times: int
    empty: int
    clicked: int
    asked: int


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One text: its readers, a day each, and those of them who began a chat."""

    slug: str
    language: str
    title: str
    readers: int
    asked: int


@dataclass(frozen=True, slots=True)
class Help:
    """`lines` by the order of their days, without empty ones."""

    total: Helped
    lines: list[Helped]
    searches: list[SearchLine]
    articles: list[ArticleLine]


def help_report(
    reader: Any, *, since: date, until: date, group: str = "day", language: str = ""
) -> Help:
    """From the day `since` to before `until`, by day or week (from Monday). Four queries. Raises
    `NotAllowed` for who leads nobody."""
    must_lead(reader)
    values = {"since": since, "until": until, "language": language, "limit": MOST_LINES}
    lines = [Helped(*row) for row in _rows(_DAYS.format(group=_DAY[group]), values)]
    return Help(
        total=Helped("", sum(x.readers for x in lines), sum(x.asked for x in lines)),
        lines=lines,
        searches=[SearchLine(*row) for row in _rows(_SEARCHES, values)],
        articles=[ArticleLine(*row) for row in _rows(_ARTICLES, values)],
    )


def tomorrow() -> date:
    """The first day that no reader can have seen yet."""
    return now().date() + timedelta(days=1)


def _rows(sql: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
