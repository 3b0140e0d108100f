"""What became of the tickets that began in an hour, and which hours are to be counted (again)."""

from django.db import models


class Hour(models.Model):
    """The tickets that began in one hour, by one channel, on one category, in one language.

    Everything a ticket did stands in the hour in which it began, however much later it happened:
    an hour can be counted again from the tickets at any time. A ticket that was merged into
    another is that one's double and counts nowhere.
    """

    # Where an hour of the workspace's own clock begins: 18:30 UTC is 00:00 in Kolkata.
    hour = models.DateTimeField()
    channel = models.CharField(max_length=20)
    category = models.CharField(max_length=80, blank=True)  # its key; empty for none
    language = models.CharField(max_length=16)
    begun = models.IntegerField()
    answered = models.IntegerField()
    # One 32-bit big-endian whole number for each answered ticket: seconds from its beginning to the
    # first answer. Strung together they give exact percentiles of any span (`spans.py`).
    answered_seconds = models.BinaryField()
    solved = models.IntegerField()  # and not taken up again since
    solved_seconds = models.BinaryField()
    reopened = models.IntegerField()  # tickets, however often
    rated = models.IntegerField()
    rating_sum = models.IntegerField()  # of 1 to 5 each
    queued = models.IntegerField()  # stood in the queue of a chat
    abandoned = models.IntegerField()  # and left it before an agent came
    # Chats that began while it was kept who is on duty; and of them those whose language nobody
    # on duty spoke at that moment.
    watched = models.IntegerField(default=0)
    unmet = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "channel", "category", "language"], name="one_row_an_hour"
            )
        ]


class StaleHour(models.Model):
    """An hour of which something changed since it was counted."""

    hour = models.DateTimeField(primary_key=True)


class Counting(models.Model):
    """How far we are; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    zone = models.CharField(max_length=64)  # by whose clock the hours were cut
    seen_until = models.DateTimeField()  # what tickets did before then is counted or marked
