"""How much each text is read and liked, recomputed by the worker."""

from django.db import connection

from octant.kit.clock import now

# A reading counts half after two weeks; a help center's questions change with the product.
HALF_LIFE_DAYS = 14
READINGS_DAYS = 90
# A helpful vote on the text as it is now is worth as much as three readers.
VOTE_WEIGHT = 3.0

_RECOMPUTE = """
WITH reads AS (
    SELECT translation_id, sum(power(0.5, (%(today)s - day)::float / %(half)s)) AS score
    FROM knowledge_reading WHERE day > %(today)s - %(days)s GROUP BY translation_id
), likes AS (
    SELECT revision_id, sum(CASE WHEN helpful THEN 1 ELSE -1 END * power(0.5,
        greatest(0, extract(epoch FROM %(now)s - created_at)) / 86400.0 / %(half)s)) AS score
    FROM knowledge_vote GROUP BY revision_id
), scores AS (
    SELECT t.id, greatest(0, coalesce(r.score, 0) + %(vote)s * coalesce(l.score, 0)) AS score
    FROM knowledge_translation t
    LEFT JOIN reads r ON r.translation_id = t.id
    LEFT JOIN likes l ON l.revision_id = t.current_id
)
UPDATE knowledge_translation t SET popularity = s.score FROM scores s
WHERE t.id = s.id AND abs(t.popularity - s.score) > 0.001
"""


def recompute() -> int:
    """Set every text's popularity: unique readers a day, halved every 14 days, plus votes on
    the revision that readers see now. Returns how many changed."""
    at = now()
    with connection.cursor() as cursor:
        cursor.execute(
            _RECOMPUTE,
            {
                "now": at,
                "today": at.date(),
                "half": HALF_LIFE_DAYS,
                "days": READINGS_DAYS,
                "vote": VOTE_WEIGHT,
            },
        )
        return int(cursor.rowcount)
