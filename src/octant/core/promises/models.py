"""What we promise, by which calendar, and what became of each promise."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Calendar(models.Model):
    """Hours that count, in a time zone, without its holidays. Without `weekly`: always."""

    key = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)  # {language: name}
    zone = models.CharField(max_length=64, default="UTC")
    weekly = models.JSONField(default=dict, blank=True)  # {"monday": [["09:00", "18:00"]]}
    # {"2026-12-25": []}: a day on which nothing, or something else, counts
    holidays = models.JSONField(default=dict, blank=True)
    # The entry of the workspace's file as last loaded: an unchanged entry changes nothing here.
    loaded = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return self.key


class Policy(models.Model):
    """Targets for tickets that fit all conditions; the first that fits counts, by position."""

    key = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=100)
    active = models.BooleanField(default=True)
    # Conditions: empty ones hold for every ticket. A topic holds for those below it.
    channels = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    categories = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    priorities = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    tiers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # Targets in minutes that count; empty for no promise.
    first_minutes = models.PositiveIntegerField(null=True, blank=True)
    next_minutes = models.PositiveIntegerField(null=True, blank=True)
    solution_minutes = models.PositiveIntegerField(null=True, blank=True)
    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="policies"
    )  # none: around the clock
    warn_percent = models.PositiveSmallIntegerField(default=75)  # of a target, then we warn
    # What happens when a promise breaks.
    escalate_priority = models.PositiveSmallIntegerField(null=True, blank=True)
    escalate_queue = models.CharField(max_length=40, blank=True)
    notify_leads = models.BooleanField(default=True)
    loaded = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.key


class Promise(models.Model):
    """One clock of one ticket, from its start to its end: a round of it."""

    class Clock(models.TextChoices):
        FIRST = "first", _("First answer")
        NEXT = "next", _("Next answer")
        SOLUTION = "solution", _("Solution")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("Kept")
        LATE = "late", _("Late")
        DROPPED = "dropped", _("No longer needed")

    ticket = models.ForeignKey(
        "tickets.Ticket", on_delete=models.CASCADE, related_name="promises", db_index=False
    )
    clock = models.CharField(max_length=8, choices=Clock.choices)
    round = models.PositiveIntegerField(default=1)
    policy = models.CharField(max_length=40, blank=True)
    minutes = models.PositiveIntegerField(null=True)  # no target: measured only
    carried = models.BooleanField(default=False)  # from a merged ticket: never put off
    started_at = models.DateTimeField()
    pauses = models.JSONField(default=list)  # [[from, to]]; `to` is null while it lasts
    due_at = models.DateTimeField(null=True)  # none while paused
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)  # when it was due and not kept
    escalated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seconds = models.PositiveBigIntegerField(null=True)  # that counted, from start to end
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "clock", "round"], name="one_promise_a_round")
        ]
        indexes = [
            models.Index(
                fields=["warn_at"],
                condition=Q(ended_at=None, warned_at=None, broken_at=None),
                name="promise_to_warn",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(ended_at=None, broken_at=None),
                name="promise_to_break",
            ),
            models.Index(fields=["clock", "started_at"], name="promise_started"),
            models.Index(
                fields=["-broken_at", "-id"],
                condition=Q(broken_at__isnull=False),
                name="promise_broken",
            ),
        ]
