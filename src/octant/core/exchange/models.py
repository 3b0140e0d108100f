"""What we asked the exchange to do; its records themselves stay with the exchange."""

from django.db import models


class Freeze(models.Model):
    """A request to lock an account, kept so that it is made once and can be shown."""

    account = models.CharField(max_length=64, db_index=True)
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(lifted_at=None), name="one_freeze"
            )
        ]


class DemoQuestion(models.Model):
    """The demonstration's stand-in for the exchange's own app: one question to a customer."""

    key = models.CharField(max_length=64, unique=True)
    account = models.CharField(max_length=64)
    number = models.CharField(max_length=2)
    state = models.CharField(max_length=9, default="pending")
    asked_at = models.DateTimeField()
