"""What leads changed of the table of points, and which advice was given."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

ONLY = "points"


class OwnPoints(models.Model):
    """The one row: `changes` over the workspace's own table, {"urgency.high.phone": 45.0}."""

    key = models.CharField(max_length=10, unique=True, default=ONLY)
    changes = models.JSONField(default=dict, blank=True)
    # The workspace's file as last loaded: an unchanged file changes nothing here.
    loaded = models.CharField(max_length=32, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Given(models.Model):
    """One advice and what its asker then used: no word of theirs, and soon nobody.

    Who asks again before using anything has told the same matter better: it stays one row.
    """

    # A keyed hash that holds for one day, of a browser or of who is signed in; empty once nothing
    # can follow any more.
    asker = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    language = models.CharField(max_length=16)
    category = models.CharField(max_length=80, blank=True)
    # As it was understood, and what the asker set by hand instead; "none" takes a preference away.
    urgency = models.CharField(max_length=8)
    complexity = models.CharField(max_length=8)
    preference = models.CharField(max_length=8, blank=True)
    own_urgency = models.CharField(max_length=8, blank=True)
    own_complexity = models.CharField(max_length=8, blank=True)
    own_preference = models.CharField(max_length=8, blank=True)
    ways = ArrayField(models.CharField(max_length=20))  # all of them, best first
    first = models.CharField(max_length=20, blank=True)  # the best that could be used
    used = models.CharField(max_length=20, blank=True)  # within a day; empty while nothing was
    second = models.CharField(max_length=20, blank=True)  # another than `used`, after it
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, blank=True, on_delete=models.SET_NULL, related_name="advised"
    )
    # Of that ticket, as it stands now; kept when it is erased.
    ended = models.BooleanField(default=False)
    solved = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="given_at"),
            models.Index(
                fields=["asker", "-at"], condition=~models.Q(asker=""), name="given_asker"
            ),
        ]
