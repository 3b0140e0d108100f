"""What customers still have to be told, by mail and in their browsers."""

from django.conf import settings
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


class Device(models.Model):
    """A browser in which somebody wants to be told of answers (the Push API's subscription)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    name = models.CharField(max_length=80)  # Firefox on Android
    language = models.CharField(max_length=16)
    endpoint = models.URLField(max_length=1000, unique=True)
    their_key = models.CharField(max_length=90)  # base64url, as the browser gave it
    auth = models.CharField(max_length=24)
    # Names this device in its own cookie, so that signing out there ends the notices there.
    key = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # a notice last arrived at the service


class Push(models.Model):
    """A notice that a device is still owed: of a ticket's new answers; without one, a trial."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="owed")
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+"
    )
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "ticket"], nulls_distinct=False, name="one_push_owed"
            )
        ]
