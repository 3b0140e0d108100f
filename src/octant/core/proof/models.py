"""Requests to a customer to prove again that it is they."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class StepUp(models.Model):
    """One request on one ticket, and its outcome. It raises that ticket alone."""

    class State(models.TextChoices):
        ASKED = "asked"
        CONFIRMED = "confirmed"
        REFUSED = "refused"  # the customer said in the exchange's app that it was not they
        FAILED = "failed"  # too many wrong tries
        EXPIRED = "expired"

    public_id = models.CharField(max_length=40, unique=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="step_ups")
    # The agent who asked; nobody where the customer began it themselves.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    ask_until = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    tries = models.PositiveSmallIntegerField(default=0)
    method = models.CharField(max_length=8, blank=True)  # passkey | totp | exchange
    question = models.CharField(max_length=64, blank=True)  # what the exchange was asked
    number = models.CharField(max_length=8, blank=True)  # shown there and here
    session = models.CharField(max_length=64, blank=True)  # a keyed hash; see proof.sessions
    confirmed_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(state="asked"), name="one_step_up_asked"
            )
        ]
        indexes = [
            models.Index(fields=["ask_until"], condition=Q(state="asked"), name="step_up_asked"),
            models.Index(fields=["ticket", "-asked_at"], name="step_up_ticket"),
        ]
