"""How long data is kept, who saw it, what people agreed to, and what they asked us to do."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octant.kit.clock import now


class Period(models.Model):
    """How many days a kind is kept, where a lead chose otherwise than the workspace."""

    kind = models.CharField(max_length=40, unique=True)  # a key of ports.privacy.Kind
    days = models.PositiveIntegerField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()


class Run(models.Model):
    """One enforcement of all periods; `done` names the kinds it is through with."""

    started_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.JSONField(default=list)
    removed = models.JSONField(default=dict)  # {kind: rows}, grown in the batch that removed them

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finished_at"],
                name="one_open_run",
                condition=Q(finished_at=None),
                nulls_distinct=False,
            )
        ]


class Hold(models.Model):
    """A legal hold: of this customer, or of this one ticket, nothing is removed."""

    customer = models.ForeignKey(
        "people.Customer", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer=None) ^ Q(ticket=None), name="hold_one_subject"
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(lifted_at=None, ticket=None),
                name="one_hold_a_customer",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(lifted_at=None, customer=None),
                name="one_hold_a_ticket",
            ),
        ]


class Sight(models.Model):
    """A member of staff saw data of a customer. One row an hour, however often they looked."""

    class What(models.TextChoices):
        TICKET = "ticket", _("Opened a ticket")
        FOUND = "found", _("Opened a search result")
        CUSTOMER = "customer", _("Saw the account at the exchange")
        FILE = "file", _("Opened a file")
        EXPORT = "export", _("Took an export of all data")

    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    customer = models.ForeignKey(
        "people.Customer",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    what = models.CharField(max_length=8, choices=What.choices)
    ticket = models.CharField(max_length=24, blank=True)  # its public id
    hour = models.DateTimeField()
    at = models.DateTimeField()  # the first time in that hour

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "agent", "what", "ticket", "hour"], name="one_sight_an_hour"
            )
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="sight_recent"),
            models.Index(fields=["customer", "-at", "-id"], name="sight_customer"),
            models.Index(fields=["agent", "-at", "-id"], name="sight_agent"),
        ]


class Consent(models.Model):
    """What somebody agreed to, in which words, and when they took it back."""

    class Kind(models.TextChoices):
        SCREEN = "screen", _("Recording your screen")
        CALL = "call", _("Recording a call")

    class Withdrawn(models.TextChoices):
        PAGE = "page", _("on the page of their data")
        CHAT = "chat", _("in the chat")

    customer = models.ForeignKey(
        "people.Customer", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    version = models.CharField(max_length=12)  # of the words, see privacy.consent
    language = models.CharField(max_length=16)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=8, choices=Withdrawn.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"],
                condition=Q(withdrawn_at=None),
                name="one_consent_in_force",
            )
        ]
        indexes = [models.Index(fields=["customer", "-given_at"], name="consent_customer")]


class Export(models.Model):
    """All data of one person in one archive, made by the worker, fetched until it expires."""

    public_id = models.CharField(max_length=40, unique=True)
    customer = models.ForeignKey("people.Customer", on_delete=models.CASCADE, related_name="+")
    # Who may fetch it: the customer's own user, or the administrator who asked.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)
    digest = models.CharField(max_length=64, blank=True)  # in the file store
    size = models.PositiveBigIntegerField(default=0)
    # The rows of the person that are in it. Whoever is not one person with them any more does not
    # get it.
    covers = ArrayField(models.BigIntegerField(), default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)  # when the worker looks again
    error = models.CharField(max_length=100, blank=True)

    @property
    def waits_until(self) -> datetime | None:
        """Until when it may be stopped, if it is still to begin."""
        return self.due_at if self.due_at and not self.tries and self.due_at > now() else None

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="export_due")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "asked_by"],
                condition=Q(ready_at=None, error=""),
                name="one_export_on_its_way",
            )
        ]


class Erasure(models.Model):
    """A request to erase a person, and afterwards the proof of it, which names nobody."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to begin")
        CANCELLED = "cancelled", _("Cancelled")
        RUNNING = "running", _("Being erased")
        DONE = "done", _("Erased")

    public_id = models.CharField(max_length=24, unique=True)
    customer = models.ForeignKey(
        "people.Customer", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_customer = models.BooleanField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    held = models.BooleanField(default=False)  # a legal hold keeps it from beginning
    # What must be known until the last step: ids and addresses. Then only the customer's number.
    subject = models.JSONField(default=dict, blank=True)
    done = models.JSONField(default=list)  # keys of finished steps
    removed = models.JSONField(default=dict)  # {step: rows}

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["waiting", "running"]),
                name="erasure_due",
            ),
            models.Index(fields=["-asked_at", "-id"], name="erasure_recent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_erasure_a_customer",
            )
        ]

    def __str__(self) -> str:
        return self.public_id
