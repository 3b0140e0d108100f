"""Accounts that may be in other hands: one case a ticket, from the first word to the answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Case(models.Model):
    """A take-over that somebody reported, what was frozen, and who looks after it."""

    class Source(models.TextChoices):
        CATEGORY = "category", _("Chosen topic")
        WORDS = "words", _("Words in a message")
        REPORT = "report", _("Phishing report")
        PAGE = "page", _("Page for compromised accounts")

    ticket = models.OneToOneField(
        "tickets.Ticket", on_delete=models.CASCADE, related_name="takeover"
    )
    source = models.CharField(max_length=8, choices=Source.choices)
    opened_at = models.DateTimeField()
    # The freeze. Wanted by a press; allowed once the customer proved that it is they; then done,
    # tried again until it is, whatever dies meanwhile.
    account = models.CharField(max_length=64, blank=True)  # as it was when allowed
    wanted_at = models.DateTimeField(null=True, blank=True)
    allowed_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen = models.JSONField(default=list)  # what the exchange says it shut
    due_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True)
    # Paging: how often, and who answered.
    pages = models.PositiveSmallIntegerField(default=0)
    paged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    dismissed_at = models.DateTimeField(null=True, blank=True)  # it was none

    class Meta:
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="takeover_recent"),
            models.Index(
                fields=["opened_at"],
                condition=Q(answered_at=None, dismissed_at=None),
                name="takeover_unanswered",
            ),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="takeover_due"),
        ]

    @property
    def freeze_failed(self) -> bool:
        """It was allowed and given up: somebody has to lock the account by hand."""
        return self.allowed_at is not None and self.frozen_at is None and self.due_at is None


class Heard(models.Model):
    """Up to which message a ticket was listened to for words of a take-over."""

    ticket = models.OneToOneField(
        "tickets.Ticket", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    seq = models.PositiveIntegerField()
