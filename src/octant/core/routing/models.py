"""Who answers what, and when."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AgentState(models.Model):
    """An agent's presence, skills and capacity."""

    class Presence(models.TextChoices):
        ONLINE = "online", _("Online")
        AWAY = "away", _("Away")
        OFFLINE = "offline", _("Offline")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="agent_state",
        primary_key=True,
    )
    presence = models.CharField(max_length=8, choices=Presence.choices, default=Presence.OFFLINE)
    # A browser of theirs was connected then; older than PRESENCE_SECONDS counts as gone.
    seen_at = models.DateTimeField(null=True, blank=True)
    idle_since = models.DateTimeField(null=True, blank=True)  # last chat ended or came online
    capacity = models.PositiveSmallIntegerField(default=3)  # chats at once
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=16), default=list, blank=True)


class Offer(models.Model):
    """A live ticket put before one agent; history of offers is what waits are learned from."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="offers")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offers"
    )
    queue = models.CharField(max_length=40)
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True)  # timeout | declined | transferred | done

    class Meta:
        constraints = [
            # The database itself forbids two agents on one live ticket.
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="one_open_offer"
            )
        ]
        indexes = [
            models.Index(fields=["agent"], condition=Q(ended_at=None), name="offer_open_by_agent"),
            models.Index(fields=["queue", "-ended_at"], name="offer_queue_ended"),
        ]


class Shift(models.Model):
    """When an agent works, weekly, in UTC minutes of the week (0 is Monday 00:00)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shifts"
    )
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()  # may pass 10080: over the week's end


class Duty(models.Model):
    """A stretch of time in which an agent was on duty with the same skills and languages.

    Looked at once a minute and made longer while they stay, so both ends are right to a minute.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties"
    )
    since = models.DateTimeField()
    until = models.DateTimeField()  # they were last seen on duty then
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=16), default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["until"], name="duty_until")]
