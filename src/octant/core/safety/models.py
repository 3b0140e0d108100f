"""What staff did, and which contacts are ours, kept for those who must check it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
            # Filtering by a rare verb would read the whole table. What agents write is not rare,
            # is found soon without, and goes through the chat's writer, which it would slow down.
            models.Index(
                fields=["verb", "-at"],
                condition=~Q(verb__in=["send_message", "write_note"]),
                name="audit_verb",
            ),
        ]


class Contact(models.Model):
    """One address, number or name that is ours, or that is known to pretend to be."""

    class Kind(models.TextChoices):
        MAIL = "mail", _("Email address")
        PHONE = "phone", _("Phone number")
        SOCIAL = "social", _("Social media name")
        WEBSITE = "website", _("Website")
        WALLET = "wallet", _("Wallet address")
        ALIAS = "alias", _("Name of an agent")

    class State(models.TextChoices):
        OFFICIAL = "official", _("Official")
        SCAM = "scam", _("Known scam")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    # As `contacts.normalise` writes it; what is asked about is compared with it exactly.
    value = models.CharField(max_length=300)
    shown = models.CharField(max_length=300)  # as people write it
    state = models.CharField(max_length=8, choices=State.choices)
    labels = models.JSONField(default=dict)  # {language: a few words}
    # The entry of the workspace's file as last loaded: an unchanged entry changes nothing here.
    loaded = models.CharField(max_length=32, blank=True)
    edited = models.BooleanField(default=False)  # changed at the desk since
    # Removed at the desk; the row stays so that the file does not bring it back.
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="contact_kind_value"),
            models.CheckConstraint(
                # A name can be borrowed by anybody, so none is official by itself.
                condition=~Q(kind="alias", state="official"),
                name="contact_no_official_alias",
            ),
        ]

    def __str__(self) -> str:
        return self.shown


class Attempt(models.Model):
    """One try at something that is limited; kept for an hour or two."""

    # What was tried and by whom: `verify:address:<keyed hash>`.
    bucket = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["bucket", "at"], name="safety_attempt_bucket"),
            models.Index(fields=["at"], name="safety_attempt_at"),
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


class ScreeningRule(models.Model):
    """Something that this workspace masks or warns of, beyond the built-in detectors."""

    class Form(models.TextChoices):
        LITERAL = "literal", _("Exact words")
        SHAPE = "shape", _("A shape")
        REGEX = "regex", _("A regular expression")

    class Action(models.TextChoices):
        REDACT = "redact", _("Remove it")
        HOLD = "hold", _("Hide it and ask")
        WARN = "warn", _("Leave it and warn")

    # Small letters and underscores; masks carry it, so it never changes.
    key = models.CharField(max_length=34, unique=True)
    labels = models.JSONField(default=dict)  # {language: two or three words}
    form = models.CharField(max_length=8, choices=Form.choices)
    pattern = models.CharField(max_length=300)
    action = models.CharField(max_length=8, choices=Action.choices)
    active = models.BooleanField(default=True)
    # The entry of the workspace's file as last loaded: an unchanged entry changes nothing here.
    loaded = models.CharField(max_length=32, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
