"""What staff did, kept for those who must check it."""

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One write by a member of staff: who, what, to which thing, from where."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_subject"),
            models.Index(fields=["actor", "-at"], name="audit_actor"),
        ]


class LinkRule(models.Model):
    """A host (with all below it) or an address that a lead allows or blocks."""

    # As compared: `known.example` or `known.example/pay`, decoded, lower-case host.
    entry = models.CharField(max_length=500, unique=True)
    allowed = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.entry


class LinkFeed(models.Model):
    """Where harmful sites are reported, and how the last fetch went. One row."""

    address = models.CharField(max_length=500, blank=True)  # https; empty: no feed
    checked_at = models.DateTimeField(null=True, blank=True)
    filled_at = models.DateTimeField(null=True, blank=True)  # when it last gave entries
    entries = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True)  # a code of kit.fetch.FetchError

    def __str__(self) -> str:
        return self.address
