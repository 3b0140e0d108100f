"""Publish in the writer's transaction; deliver later, at least once, in any process."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from django.db import connection, transaction

from octant.core.outbox.consumers import consumers_of, handler_of
from octant.core.outbox.events import DomainEvent
from octant.core.outbox.models import Delivery, Event
from octant.kit.clock import now

log = structlog.get_logger()

WAKE = "octant_outbox"  # PostgreSQL channel that wakes the workers
REALTIME = "octant_rt"  # PostgreSQL channel that the realtime processes listen on
MAX_ATTEMPTS = 12
CLAIM_SECONDS = 120  # a delivery claimed by a process that died comes back after this

# Events, what is owed of them, and the worker's wake-up call, in one statement.
_PUBLISH = """
WITH said AS MATERIALIZED (
  SELECT nextval('outbox_event_id_seq') AS id, name, payload, number
  FROM unnest(%(names)s::text[], %(payloads)s::jsonb[]) WITH ORDINALITY AS e(name, payload, number)
), kept AS (
  INSERT INTO outbox_event (id, name, payload, at) SELECT id, name, payload, %(at)s FROM said
), owed AS (
  INSERT INTO outbox_delivery (event_id, consumer, attempts, due_at, error)
  SELECT said.id, o.consumer, 0, %(at)s, ''
  FROM said JOIN unnest(%(numbers)s::int[], %(consumers)s::text[]) AS o(number, consumer)
    USING (number) ORDER BY number, o.consumer
  RETURNING 1
)
SELECT pg_notify(%(wake)s, '') FROM owed LIMIT 1
"""


def publish(*events: DomainEvent) -> None:
    """Store events and what is owed to their consumers. Must run inside a transaction."""
    owed = [
        (number, consumer)
        for number, event in enumerate(events, 1)
        for consumer in consumers_of(event.name)
    ]
    values: dict[str, Any] = {
        "names": [event.name for event in events],
        "payloads": [json.dumps(event.payload()) for event in events],
        "numbers": [number for number, _consumer in owed],
        "consumers": [consumer for _number, consumer in owed],
        "at": now(),
        "wake": WAKE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISH, values)


def tell(topic: str, **data: Any) -> None:
    """Tell browsers that watch `topic` something small; sent when the transaction commits.

    Topics: `ticket:<id>`, `desk`, `queue`, `user:<id>`. Data is JSON under 7 kB, and tells
    what changed, not what it changed to: readers refetch what they may see.
    """
    tell_all({"topic": topic, **data})


def tell_all(*news: Mapping[str, Any]) -> None:
    """The same of several topics, each named beside its data."""
    _notify(REALTIME, json.dumps(news, separators=(",", ":")))


def _notify(channel: str, payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])


def deliver_due(limit: int = 100) -> int:
    """Hand due deliveries to their consumers; returns how many were tried."""
    tried = 0
    for delivery in _claim(limit):
        _deliver(delivery)
        tried += 1
    return tried


def _claim(limit: int) -> list[Delivery]:
    with transaction.atomic():
        claimed = list(
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("event")
            .filter(done_at=None, failed_at=None, due_at__lte=now())
            .order_by("due_at", "pk")[:limit]
        )
        later = now() + timedelta(seconds=CLAIM_SECONDS)
        Delivery.objects.filter(pk__in=[d.pk for d in claimed]).update(due_at=later)
    return claimed


def _deliver(delivery: Delivery) -> None:
    handler = handler_of(delivery.consumer)
    delivery.attempts += 1
    try:
        if handler is None:
            raise LookupError(f"no consumer named {delivery.consumer}")
        with transaction.atomic():
            handler(delivery.event.name, delivery.event.payload)
            _finish(delivery)
    except Exception as error:  # a consumer's fault must not stop the others
        log.warning("delivery_failed", consumer=delivery.consumer, name=delivery.event.name)
        _put_back(delivery, error)


def _finish(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        done_at=now(), attempts=delivery.attempts, error=""
    )


def _put_back(delivery: Delivery, error: Exception) -> None:
    """Back off 2, 4, 8 … seconds; after MAX_ATTEMPTS the row stays visible as failed."""
    at = now()
    given_up = delivery.attempts >= MAX_ATTEMPTS
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=delivery.attempts,
        error=f"{type(error).__name__}: {error}"[:500],
        due_at=at + timedelta(seconds=min(2**delivery.attempts, 3600)),
        failed_at=at if given_up else None,
    )


def forget(*, days: int) -> int:
    """Delete older events that owe nothing to anybody; failed deliveries stay visible."""
    old = Event.objects.filter(at__lt=now() - timedelta(days=days))
    owed = old.filter(deliveries__done_at=None, deliveries__isnull=False)
    gone, _ = old.exclude(pk__in=owed.values("pk")).delete()
    return gone


def forget_about(key: str, ids: Sequence[int]) -> int:
    """Delete every event whose payload names one of `ids` under `key`, delivered or not."""
    named = Event.objects.filter(**{f"payload__{key}__in": list(ids)})
    return named.delete()[1].get("outbox.Event", 0)
