"""Messages to the operator's own systems."""

from django.db import models
from django.db.models import Q


class Call(models.Model):
    """One message; its `body` is made once, so that every try sends the same bytes."""

    # `webhook-id`: the receiver knows by it what it had before. Made from the event.
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)  # takeover.reported, account.frozen …
    ticket = models.CharField(max_length=24)  # its public number
    url = models.CharField(max_length=500)
    body = models.TextField()
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="call_due"),
            models.Index(
                fields=["-failed_at"], condition=Q(failed_at__isnull=False), name="call_failed"
            ),
        ]
