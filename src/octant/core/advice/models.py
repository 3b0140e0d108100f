"""What leads changed of the table of points."""

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
