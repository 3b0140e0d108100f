"""What a chat's door remembers: who began which chat."""

from django.db import models


class Start(models.Model):
    """One press of the start button; pressing again finds the same chat."""

    client_id = models.UUIDField(unique=True)
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.CharField(max_length=32, db_index=True)  # a keyed hash, not a name
    at = models.DateTimeField()
