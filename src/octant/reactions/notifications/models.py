"""What customers still have to be told by mail."""

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One ticket's answers that its customer may not have seen. One row a ticket."""

    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    # When to look again; empty while nothing is owed.
    due_at = models.DateTimeField(null=True, blank=True)
    sent_seq = models.PositiveIntegerField(default=0)  # answers up to this number were mailed
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="notice_due")
        ]
