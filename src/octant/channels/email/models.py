"""Mails that came, the letters that became messages, and mails that go out."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _


class Arrival(models.Model):
    """One mail as it came. Its bytes lie sealed in the file store until it is forgotten."""

    class State(models.TextChoices):
        NEW = "new", _("To be sorted")
        TAKEN = "taken", _("On a ticket")
        HANDLED = "handled", _("A report, worked in")
        IGNORED = "ignored", _("Automatic, not answered")
        SUSPENDED = "suspended", _("Set aside")
        FAILED = "failed", _("Could not be read")
        DISCARDED = "discarded", _("Thrown away")

    # Keyed hash of the bytes: a server that sends it again after a cut finds it here.
    digest = models.CharField(max_length=64, unique=True)
    envelope = models.JSONField(default=dict)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    earlier = models.CharField(max_length=10, blank=True)  # the state before an agent threw it away
    reason = models.CharField(max_length=40, blank=True)  # a code; words are in `desk_words`
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()  # when it may be sorted (again)
    error = models.CharField(max_length=300, blank=True)
    sorted_at = models.DateTimeField(null=True, blank=True)
    # What a page about it shows, screened. Empty until it was read.
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    preview = models.CharField(max_length=300, blank=True)  # only of what was set aside
    verdict = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField(default=list)
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The bytes are gone: they held a secret, or their time was over.
    gone = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="new"), name="arrival_to_sort"),
            models.Index(fields=["state", "-received_at"], name="arrival_by_state"),
            models.Index(fields=["sender", "-received_at"], name="arrival_by_sender"),
            models.Index(Upper("sender"), F("received_at").desc(), name="arrival_by_address"),
            models.Index(fields=["received_at"], name="arrival_by_age"),
        ]


class Letter(models.Model):
    """A mail that is a message on a ticket: what the message's text leaves out."""

    message = models.OneToOneField("tickets.Message", on_delete=models.CASCADE, related_name="+")
    arrival = models.ForeignKey(
        Arrival, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    mail_id = models.CharField(max_length=900, blank=True)  # its Message-ID without brackets
    references = models.JSONField(default=list)
    from_name = models.CharField(max_length=200, blank=True)
    from_address = models.CharField(max_length=320, blank=True)
    to = models.JSONField(default=list)  # [{name, address}]
    cc = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)  # as the mail says
    full = models.TextField(blank=True)  # screened; empty where the message says it all
    formatted = models.BooleanField(default=False)  # the original may be shown as HTML
    inline = models.JSONField(default=dict)  # {Content-ID: public id of the file}
    refused = models.JSONField(default=list)  # [{name, size, why}] files that were not taken
    problems = models.JSONField(default=list)
    markers = models.JSONField(default=list)
    verdict = models.CharField(max_length=10, blank=True)
    reasons = models.JSONField(default=list)
    details = models.JSONField(default=list)  # [{kind, value}]: core/tickets/details
    # What its writer is told waits for its pictures to be read, and no longer than until then.
    confirm_by = models.DateTimeField(null=True, blank=True)
    # Known while its writer is told of it: whether it brought files, and kinds masked in them.
    brought_files = False
    masked_in_files: tuple[str, ...] = ()

    class Meta:
        indexes = [
            models.Index(
                fields=["confirm_by"],
                condition=Q(confirm_by__isnull=False),
                name="email_letter_unconfirmed",
            )
        ]


class Outgoing(models.Model):
    """One mail to one person, sealed; sent by the mail process, with retries."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        BOUNCED = "bounced", _("Came back")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Taken back")

    class Kind(models.TextChoices):
        REPLY = "reply", _("Reply")
        RECEIVED = "received", _("We have your mail")
        NEUTRAL = "neutral", _("Write from your registered address")
        STILL = "still", _("We are still on it")
        REMINDER = "reminder", _("We wait for your answer")
        SOLVED = "solved", _("Solved")
        CLOSED = "closed", _("Closed without an answer")
        SECRET = "secret", _("A secret was masked")

    mail_id = models.CharField(max_length=200, unique=True)  # its Message-ID without brackets
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(
        "tickets.Message", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    to = models.CharField(max_length=320)
    copy = models.BooleanField(default=False)  # for somebody who only reads along
    domain = models.CharField(max_length=255)  # of `to`, for pacing
    sealed = models.BinaryField()
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)  # where a provider tells us

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="outgoing_due",
            ),
            models.Index(fields=["to", "-created_at"], name="outgoing_to"),
            models.Index(Upper("to"), F("created_at").desc(), name="outgoing_by_address"),
            models.Index(fields=["created_at"], name="outgoing_by_age"),
        ]


class Suppressed(models.Model):
    """An address that we do not write to: what we sent came back, or was called unwanted."""

    who = models.CharField(max_length=32, unique=True)  # a keyed hash of the address
    reason = models.CharField(max_length=20)  # hard | complaint
    until = models.DateTimeField()
    at = models.DateTimeField()


class BlockedSender(models.Model):
    """An address, or a whole domain written as `@example.com`, whose mail nobody is to see."""

    entry = models.CharField(max_length=320, unique=True)  # in lower case
    by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="blocked_sender_recent")]


class FetchedBox(models.Model):
    """How far a mailbox was fetched by IMAP. `uid` counts within `validity`."""

    key = models.CharField(max_length=300, unique=True)  # user@host:port/folder
    validity = models.BigIntegerField()
    uid = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField()  # when all was well for the last time
    error = models.CharField(max_length=300, blank=True)


class MailConsent(models.Model):
    """The newest refresh token of a grant (signing_in/grants), sealed; it has one row a name."""

    name = models.CharField(max_length=100, unique=True)
    sealed = models.BinaryField(default=bytes)
    began = models.CharField(max_length=64, blank=True)  # from which token of the configuration
    changed_at = models.DateTimeField()


class Wording(models.Model):
    """What leads let an automatic mail say, in each language, in place of the product's words."""

    kind = models.CharField(max_length=10, choices=Outgoing.Kind.choices, unique=True)
    texts = models.JSONField(default=dict)  # {language: text}; paragraphs are parted by a line
    subjects = models.JSONField(default=dict)  # {language: subject}
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
