"""A help desk of many years, made by SQL: customers, tickets, messages, searchable words."""

import random
from collections.abc import Sequence
from typing import Any

from django.db import connection

AGENTS, CUSTOMERS, VOCABULARY = 40, 100_000, 4_000
BUSY_SHARE, BUSY_MESSAGES = 100, 60  # one ticket in so many has so many messages
TOPICS = [
    "funding/withdrawals",
    "funding/deposits",
    "funding/withdrawals",
    "trading/orders",
    "funding/deposits",
    "account/registration",
    "security/two-factor",
    "funding/withdrawals",
    "verification/documents",
    "trading/orders",
    "funding/bank-transfers",
    "api/errors",
]
RARE_TOPIC = "records/taxes"  # one ticket in a thousand
CHINESE = ["提币", "充值", "到账", "双重验证", "账户", "登录", "手续费", "网络", "确认", "审核"]

PEOPLE = """
INSERT INTO people_user (password, email, name, role, alias, language, timezone, is_active,
    created_at) SELECT '!', 'agent' || n || '@bench.example', 'Agent ' || n,
    CASE n WHEN 1 THEN 'lead' ELSE 'agent' END, '', 'en', 'UTC', true, now()
  FROM generate_series(1, %(agents)s) n;
INSERT INTO people_customer (name, email, language, timezone, exchange_account, blocked_reason,
    created_at, tier)
  SELECT 'Customer ' || n, 'c' || n || '@bench.example', 'en', 'UTC', '', '', now(), ''
  FROM generate_series(1, %(customers)s) n;
"""
# Words are drawn so that the first of the vocabulary are in many tickets and the last in few.
_TICKETS = """
WITH topic AS (SELECT array_agg(id ORDER BY ord) AS ids, array_agg(skill ORDER BY ord) AS skills
    FROM unnest(%(topics)s::text[]) WITH ORDINALITY t(key, ord)
    JOIN knowledge_category c USING (key)),
  rare AS (SELECT id, skill FROM knowledge_category WHERE key = %(rare)s),
  staff AS (SELECT array_agg(id ORDER BY id) AS ids FROM people_user WHERE role <> 'customer'),
  asked AS (SELECT min(id) AS first FROM people_customer)
INSERT INTO tickets_ticket (public_id, customer_id, subject, channel, category_id, language,
    status, priority, assurance, live, queue, assignee_id, tags, disposition, context, created_at,
    waiting_since, last_activity_at, version, last_seq, customer_seen_seq, agent_seen_seq,
    rating_comment, search, indexed_version, policy, due_at, clocks_stale, clocks_seq)
SELECT 'B' || lpad(n::text, 8, '0'), asked.first + n %% %(customers)s, 'Ticket number ' || n,
    CASE WHEN r1 < 0.5 THEN 'live_chat' ELSE 'email' END,
    CASE WHEN n %% 1000 = 7 THEN rare.id ELSE topic.ids[1 + n %% 12] END,
    CASE WHEN r2 < 0.4 THEN 'zh-hans' ELSE 'en' END,
    CASE WHEN r3 < 0.004 THEN 'new' WHEN r3 < 0.02 THEN 'open' WHEN r3 < 0.05 THEN 'waiting'
      WHEN r3 < 0.45 THEN 'solved' ELSE 'closed' END,
    CASE WHEN n %% 50 = 11 THEN 4 WHEN n %% 20 = 3 THEN 1 WHEN n %% 13 = 5 THEN 3 ELSE 2 END,
    3, false,
    CASE WHEN n %% 1000 = 7 THEN rare.skill ELSE topic.skills[1 + n %% 12] END,
    CASE WHEN r3 < 0.006 THEN NULL ELSE staff.ids[1 + n %% %(agents)s] END,
    ARRAY['tag' || (1 + floor(400 * r1 ^ 4))::int], '', '{}', at - interval '1 hour',
    CASE WHEN r3 < 0.02 THEN at END, at, 3, 2, 2, 2, '',
    array_to_tsvector(ARRAY(SELECT DISTINCT (%(vocabulary)s::text[])[
      1 + floor(%(words)s * random() ^ 4 * (n * 0 + 1))::int] FROM generate_series(1, 12))), 3,
    'usual', CASE WHEN r3 < 0.02 THEN now() + (r1 - 0.3) * interval '2 days' ELSE %(never)s END,
    false, 3
FROM (SELECT n, random() r1, random() r2, random() r3,
        now() - (%(tickets)s - n) * interval '90 seconds' AS at
      FROM generate_series(1, %(tickets)s) n) series, topic, rare, staff, asked;
"""
_MESSAGES = """
INSERT INTO tickets_message (ticket_id, seq, kind, author_kind, author_id, channel, text, findings,
    data, state, mentions, created_at)
SELECT t.id, s, CASE WHEN s %% 9 = 0 THEN 'note' ELSE 'message' END,
    CASE WHEN s %% 2 = 1 AND s %% 9 > 0 THEN 'customer' ELSE 'agent' END,
    CASE WHEN s %% 2 = 1 AND s %% 9 > 0 THEN NULL ELSE t.assignee_id END, t.channel,
    repeat('Some words that somebody wrote about their money. ', 3), '[]', '{}', 'sent', '{}',
    t.last_activity_at
FROM tickets_ticket t, generate_series(1, %(messages)s) s WHERE t.id %% %(share)s = 0;
UPDATE tickets_ticket SET last_seq = %(messages)s, agent_seen_seq = %(messages)s
  WHERE id %% %(share)s = 0;
"""
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'tickets_ticket'
  AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


def vocabulary() -> list[str]:
    return CHINESE + [f"word{number}" for number in range(VOCABULARY - len(CHINESE))]


def fill(tickets: int) -> None:
    """Bring the tables to `tickets` tickets; nothing if there are tickets already."""
    from octant.core.ports.workspace import workspace
    from octant.core.tickets.models import NEVER, Ticket
    from octant.project.loading import load_workspace

    if Ticket.objects.exists():
        return
    load_workspace(workspace().folder)
    values = {
        "agents": AGENTS,
        "customers": min(CUSTOMERS, tickets),
        "tickets": tickets,
        "topics": TOPICS,
        "rare": RARE_TOPIC,
        "vocabulary": vocabulary(),
        "words": VOCABULARY,
        "messages": BUSY_MESSAGES,
        "share": BUSY_SHARE,
        "never": NEVER,
    }
    run((PEOPLE, _TICKETS, _MESSAGES), values)


def run(parts: Sequence[str], values: dict[str, Any]) -> None:
    """Run statements that fill the tables, while tickets have no indexes."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES)
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for part in parts:
            cursor.execute(part, values)
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE")


def lead() -> Any:
    from octant.core.people.models import User

    return User.objects.get(email="agent1@bench.example")


def cursors(count: int) -> list[str]:
    """Cursors of pages all over the list, as pages give them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM tickets_ticket")
        first, last = cursor.fetchone()
        ids = random.Random(3).sample(range(first, last), min(count, last - first))
        cursor.execute("SELECT last_activity_at, id FROM tickets_ticket WHERE id = ANY(%s)", [ids])
        return [f"<{at.isoformat()},{pk}" for at, pk in cursor.fetchall()]


def busy_tickets(count: int) -> list[str]:
    """Tickets with a screenful of messages."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public_id FROM tickets_ticket WHERE id %% %s = 0"
            " ORDER BY md5(id::text) LIMIT %s",
            [BUSY_SHARE, count],
        )
        return [row[0] for row in cursor.fetchall()]


def some_words() -> list[str]:
    """Words from very frequent to rare."""
    return [*CHINESE[:8], "word50", "word200", "word800", "word2000", "word3500"]


def some_tags() -> list[str]:
    return ["tag1", "tag2", "tag20", "tag150", "tag390"]
