"""What we asked the exchange to do; its records themselves stay with the exchange."""

from django.db import models


class Freeze(models.Model):
    """A request to lock an account, kept so that it is made once and can be shown."""

    account = models.CharField(max_length=64, db_index=True)
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
