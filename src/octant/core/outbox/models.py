"""Events and their delivery: one row per event, one per consumer that wants it."""

from django.db import models


class Event(models.Model):
    """Something that happened, written in the transaction in which it happened."""

    name = models.CharField(max_length=60)
    payload = models.JSONField()
    at = models.DateTimeField(db_index=True)


class Delivery(models.Model):
    """One consumer's copy of one event; done_at empty while it is owed."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.CharField(max_length=40)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="one_delivery_a_consumer")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at=None, failed_at=None),
                name="outbox_due",
            )
        ]
