"""Counting hours from the tickets that began in them; again whenever something of them changed."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from octant.core.routing.services.duties import LONGEST
from octant.reactions.insights.cutting import HOUR, zone_name
from octant.reactions.insights.models import Hour, StaleHour

AT_ONCE = 48  # hours in one transaction
# A stretch of duty that holds a moment ends before this long after it.
REACH = LONGEST + timedelta(hours=1)

# What lines on a ticket tell. `w` is all that stood above: whether an agent had come since the
# customer last left the queue, and whether it had been solved before the customer spoke again. The
# lines of each ticket are asked by their index, whatever the planner thinks of the table's size.
_COUNT = f"""
WITH begun AS (
  SELECT t.id, {HOUR} AS hour, t.channel, coalesce(c.key, '') AS category, t.language, t.live,
    t.rating, t.created_at AS at,
    floor(extract(epoch FROM t.first_reply_at - t.created_at))::int AS first,
    floor(extract(epoch FROM t.solved_at - t.created_at))::int AS solution
  FROM unnest(%(hours)s::timestamptz[]) AS asked (hour)
  JOIN tickets_ticket t ON t.created_at >= asked.hour
    AND t.created_at < asked.hour + interval '1 hour' AND {HOUR} = asked.hour
  LEFT JOIN knowledge_category c ON c.id = t.category_id
  WHERE t.merged_into_id IS NULL
)
INSERT INTO insights_hour (hour, channel, category, language, begun, answered, answered_seconds,
  solved, solved_seconds, reopened, rated, rating_sum, queued, abandoned, watched, unmet)
SELECT b.hour, b.channel, b.category, b.language, count(*),
  count(b.first), coalesce(string_agg(int4send(b.first), ''::bytea), ''),
  count(b.solution), coalesce(string_agg(int4send(b.solution), ''::bytea), ''),
  count(*) FILTER (WHERE l.reopened), count(b.rating), coalesce(sum(b.rating), 0),
  count(*) FILTER (WHERE b.live OR l.queued), count(*) FILTER (WHERE l.abandoned),
  count(*) FILTER (WHERE d.watched), count(*) FILTER (WHERE d.watched AND NOT d.met)
FROM begun b CROSS JOIN LATERAL (
  SELECT bool_or(code IN ('accepted', 'chat_ended')) AS queued,
    bool_or(code = 'chat_ended' AND outcome IN ('left', 'gone')
      AND coalesce(accepted, 0) <= coalesce(ended, 0)) AS abandoned,
    bool_or(code = 'reopened' OR (code IS NULL AND solved IS NOT NULL)) AS reopened
  FROM (
    SELECT m.data->>'code' AS code, m.data->>'outcome' AS outcome,
      max(m.seq) FILTER (WHERE m.data->>'code' = 'accepted') OVER w AS accepted,
      max(m.seq) FILTER (WHERE m.data->>'code' = 'chat_ended') OVER w AS ended,
      max(m.seq) FILTER (WHERE m.data->>'code' = 'solved') OVER w AS solved
    FROM tickets_message m
    WHERE m.ticket_id = b.id
      AND (m.kind = 'event' OR (m.kind = 'message' AND m.author_kind = 'customer'))
    WINDOW w AS (ORDER BY m.seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  ) lines
) l CROSS JOIN LATERAL (
  SELECT (b.live OR l.queued) AND b.at >=
      (SELECT since FROM routing_duty ORDER BY until LIMIT 1) AS watched,
    EXISTS (SELECT FROM routing_duty
      WHERE until > b.at - interval '1 minute' AND until < b.at + make_interval(secs => %(reach)s)
        AND since < b.at + interval '1 minute' AND b.language = ANY(languages)) AS met
) d
GROUP BY 1, 2, 3, 4
"""


@transaction.atomic
def count_stale(limit: int = AT_ONCE) -> int:
    """Count the latest hours that were marked; returns how many.

    The marks go first: a change that comes while we count waits to mark its hour until we are
    done, and has it counted again. Any number of workers may run.
    """
    marked = StaleHour.objects.select_for_update(skip_locked=True).order_by("-hour")
    hours = list(marked.values_list("hour", flat=True)[:limit])
    if hours:
        StaleHour.objects.filter(hour__in=hours).delete()
        _count(hours)
    return len(hours)


def _count(hours: list[datetime]) -> None:
    Hour.objects.filter(hour__in=hours).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT, {"zone": zone_name(), "hours": hours, "reach": REACH.total_seconds()}
        )
