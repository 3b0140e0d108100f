"""When each recurring piece of work is due next, over all workers."""

from django.db import models


class Tick(models.Model):
    """A worker that moves `due_at` forward has the turn; the others wait for the next."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
