"""What a chat's door remembers: who began which chat, and how often somebody tried."""

from django.db import models


class Start(models.Model):
    """One press of the start button; pressing again finds the same chat."""

    client_id = models.UUIDField(unique=True)
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.CharField(max_length=32, db_index=True)  # a keyed hash, not a name
    at = models.DateTimeField()


class Attempt(models.Model):
    """One try at something that is limited; kept for minutes."""

    # What was tried and by whom: `start:person:<keyed hash>`, `upload:ticket:<id>`.
    bucket = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["bucket", "at"], name="attempt_bucket"),
            models.Index(fields=["at"], name="attempt_at"),
        ]
