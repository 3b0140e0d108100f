"""One problem of one customer, from first word to solution, over any channels."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octant.core.ports.assurance import Assurance
from octant.core.safety.guard import demand_askable


class Status(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Open")
    WAITING = "waiting", _("Waiting for customer")
    SOLVED = "solved", _("Solved")
    CLOSED = "closed", _("Closed")


# Tickets that somebody still has to work on.
ACTIVE = (Status.NEW, Status.OPEN, Status.WAITING)
# When nothing is due: sorts last, and no list needs to look for empty moments.
NEVER = datetime(9999, 12, 30, tzinfo=UTC)


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")
    # An account that may be in other hands: each minute it waits, money can leave it.
    FIRST = 5, _("Goes first")


class Ticket(models.Model):
    """Queue order, SLA and unread counts are columns here, not queries over messages."""

    public_id = models.CharField(max_length=24)  # "7K3M-Q2XD", said aloud
    # Three without an index of their own: those below begin with them.
    customer = models.ForeignKey(
        "people.Customer", on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    subject = models.CharField(max_length=200)
    channel = models.CharField(max_length=20)  # where it began: a surface key
    category = models.ForeignKey(
        "knowledge.Category",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    language = models.CharField(max_length=16, default="en")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    assurance = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name.lower()) for level in Assurance], default=0
    )
    # The customer proved again that it is they: `assurance.level_of` counts it until then.
    stepped_up_until = models.DateTimeField(null=True, blank=True)
    # A person is waiting in a chat right now; routing offers these at once.
    live = models.BooleanField(default=False)
    queue = models.CharField(max_length=40, default="general")  # a skill
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_tickets",
        db_index=False,
    )
    team = models.ForeignKey(
        "people.Team",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    disposition = models.CharField(max_length=40, blank=True)
    context = models.JSONField(default=dict)  # page, articles read, searches before contact
    created_at = models.DateTimeField()
    # Since when the customer waits for us; empty while the ball is with them.
    waiting_since = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField()
    first_reply_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)  # grows with every change
    last_seq = models.PositiveIntegerField(default=0)  # number of the last message
    customer_seen_seq = models.PositiveIntegerField(default=0)
    agent_seen_seq = models.PositiveIntegerField(default=0)
    # The customer's chat window was connected then; older than a minute means they are gone.
    customer_online_at = models.DateTimeField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 to 5
    rating_comment = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="merged",
        db_index=False,
    )
    # The ticket that this one goes on from: its customer wrote after it could be reopened.
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_by",
        db_index=False,
    )
    # What we promised (core/promises writes these): the policy and the clocks that run now.
    policy = models.CharField(max_length=40, blank=True)
    first_reply_due_at = models.DateTimeField(null=True, blank=True)
    next_reply_due_at = models.DateTimeField(null=True, blank=True)
    solution_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=NEVER)  # the soonest of them
    # Since when the customer has the ball (status `waiting`), and what the clock of the solution
    # has left meanwhile, in seconds that count.
    paused_at = models.DateTimeField(null=True, blank=True)
    solution_left = models.IntegerField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # that we wait for an answer
    # Something happened that starts or stops a clock, in messages above `clocks_seq`.
    clocks_stale = models.BooleanField(default=True)
    clocks_seq = models.PositiveIntegerField(default=0)
    search = SearchVectorField(null=True)  # over pre-segmented text; see tickets.search
    indexed_version = models.PositiveIntegerField(default=0)  # `search` tells of this version

    # Its first message, where this process wrote it just now; no column.
    opening: "Message | None" = None

    class Meta:
        # Not `unique=True`, which makes a second index; every message writes all that there are.
        constraints = [models.UniqueConstraint(fields=["public_id"], name="ticket_public_id")]
        indexes = [
            models.Index(fields=["-last_activity_at", "-id"], name="ticket_recent"),
            models.Index(
                fields=["status", "-last_activity_at", "-id"], name="ticket_status_recent"
            ),
            models.Index(
                fields=["assignee", "status", "-last_activity_at", "-id"], name="ticket_mine"
            ),
            # One for each way that the desk's lists are narrowed (bench/desk.py).
            models.Index(
                fields=["category", "-last_activity_at", "-id"], name="ticket_category_recent"
            ),
            models.Index(fields=["queue", "-last_activity_at", "-id"], name="ticket_queue_recent"),
            models.Index(
                fields=["assignee", "-last_activity_at", "-id"],
                condition=Q(status__in=["new", "open", "waiting"]),
                name="ticket_active_by_agent",
            ),
            models.Index(
                fields=["-last_activity_at", "-id"],
                condition=Q(assignee=None, status__in=["new", "open"]),
                name="ticket_nobodys_recent",
            ),
            models.Index(fields=["customer", "-created_at"], name="ticket_customer"),
            models.Index(fields=["created_at"], name="ticket_begun"),  # reactions/insights
            models.Index(
                fields=["queue", "-priority", "waiting_since"],
                condition=Q(assignee=None, status__in=["new", "open"]),
                name="ticket_unassigned",
            ),
            models.Index(
                fields=["-priority", "waiting_since"],
                condition=Q(live=True),
                name="ticket_live",
            ),
            models.Index(
                fields=["id"],
                condition=Q(indexed_version__lt=models.F("version")),
                name="ticket_to_index",
            ),
            # The same lists by time left; and what the worker looks for (core/promises).
            models.Index(
                fields=["due_at", "id"],
                condition=Q(status__in=["new", "open", "waiting"]),
                name="ticket_due",
            ),
            models.Index(
                fields=["assignee", "due_at", "id"],
                condition=Q(status__in=["new", "open", "waiting"]),
                name="ticket_due_by_agent",
            ),
            models.Index(
                fields=["category", "due_at", "id"],
                condition=Q(status__in=["new", "open", "waiting"]),
                name="ticket_due_by_topic",
            ),
            models.Index(fields=["id"], condition=Q(clocks_stale=True), name="ticket_clocks_stale"),
            models.Index(
                fields=["paused_at"], condition=Q(status="waiting"), name="ticket_with_customer"
            ),
            models.Index(
                fields=["follows"], condition=Q(follows__isnull=False), name="ticket_follows"
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="ticket_merged",
            ),
            GinIndex(fields=["search"], name="ticket_search"),
            GinIndex(fields=["tags"], name="ticket_tags"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_due(self) -> bool:
        """Whether a promise to the customer runs."""
        return self.due_at < NEVER


class Message(models.Model):
    """A public utterance, a note that only staff see, or a line the system wrote."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        NOTE = "note", _("Note")
        EVENT = "event", _("Event")

    class Author(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        AGENT = "agent", _("Agent")
        SYSTEM = "system", _("System")

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Unknown")

    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    # Counts from 1 within the ticket, in commit order: what clients resume from.
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.MESSAGE)
    author_kind = models.CharField(max_length=8, choices=Author.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, db_index=False
    )
    channel = models.CharField(max_length=20)
    text = models.TextField(blank=True)  # screened; secrets are masks
    findings = models.JSONField(default=list)  # [{kind, start, end, action}]
    # What an event line tells, to be put in the reader's language: {code, …names and numbers}
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENT)
    # The writer's own id for it: sending again is not saying again.
    client_id = models.UUIDField(null=True, blank=True)
    mentions = ArrayField(models.BigIntegerField(), default=list, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "seq"], name="message_seq"),
            models.UniqueConstraint(
                fields=["ticket", "client_id"],
                condition=Q(client_id__isnull=False),
                name="message_client_id",
            ),
        ]
        indexes = [
            models.Index(
                fields=["author"], condition=Q(author__isnull=False), name="message_author"
            ),
        ]

    @property
    def attached(self) -> "tuple[File, ...]":
        """Its files; no query where the message was read with whether it `has_files`."""
        return tuple(self.files.all()) if getattr(self, "has_files", True) else ()


class File(models.Model):
    """An uploaded file; its bytes lie encrypted in the file store under `digest`."""

    class Reading(models.TextChoices):
        """Whether what is written in a picture was checked for secrets (services.pictures)."""

        OFF = "off", _("Text not checked")  # never shown as checked
        WAITING = "waiting", _("Being checked")  # served to nobody
        READ = "read", _("Checked")
        MASKED = "masked", _("Secret masked")
        UNREAD = "unread", _("Could not be checked")  # the workspace says whether it is shown
        REMOVED = "removed", _("Removed: it held a secret")  # a document: the bytes are gone

    # The opaque name in links; never guessable, checked against the reader at each request.
    public_id = models.CharField(max_length=40, unique=True)
    ticket = models.ForeignKey(
        Ticket, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    # clean | infected (found later: the bytes are gone) | not_scanned, never shown as clean
    scanned = models.CharField(max_length=12, default="not_scanned")
    scan_tried_at = models.DateTimeField(null=True, blank=True)
    preview = models.CharField(max_length=64, blank=True)  # digest of a small WebP
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    # Sent by the customer on our pages: counts for what one person may store (services.quota).
    of_customer = models.BooleanField(default=False, db_default=False)
    reading = models.CharField(max_length=8, choices=Reading.choices, default=Reading.OFF)
    reading_tries = models.PositiveSmallIntegerField(default=0)
    reading_at = models.DateTimeField(null=True, blank=True)  # when it may be tried (again)
    secrets = models.JSONField(default=list)  # kinds that were masked in it
    references = models.JSONField(default=list)  # [{kind, value}] read in it
    # Digest of what came, before its masks were painted; nobody is served it.
    original = models.CharField(max_length=64, blank=True)
    original_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [  # for what tends them (tickets.tasks): each holds few rows
            models.Index(fields=["preview"], condition=~Q(preview=""), name="file_preview"),
            models.Index(
                fields=["id"], condition=Q(scanned="not_scanned"), name="file_not_scanned"
            ),
            models.Index(fields=["created_at"], condition=Q(message=None), name="file_unsent"),
            models.Index(fields=["reading_at"], condition=Q(reading="waiting"), name="file_unread"),
            models.Index(
                fields=["original_until"], condition=~Q(original=""), name="file_original"
            ),
        ]


class Upload(models.Model):
    """A file on its way in pieces (tus 1.0); its pieces lie sealed in the file store."""

    public_id = models.CharField(max_length=40, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="uploads")
    # Who sends it: an agent, or nobody of the staff and so the ticket's customer.
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)  # the offset: all before it is kept
    file = models.ForeignKey(
        File, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)


class HeldReply(models.Model):
    """An agent's reply that the outbound guard stopped and that waits for a lead's decision."""

    class State(models.TextChoices):
        HELD = "held", _("Waits for a lead")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="held_replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_replies"
    )
    text = models.TextField()  # screened
    why = models.CharField(max_length=500, blank=True)  # the author's words to the lead
    asks = models.JSONField(default=list)  # [{kind, quote}]
    files = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    waiting = models.BooleanField(default=False)  # hand the ball to the customer when sent
    way = models.JSONField(default=dict)  # what its channel needs to know (core/ports/at_desk)
    # The id of the reply as its author sent it: asking again is asking once.
    client_id = models.UUIDField(unique=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.HELD)
    held_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)  # the lead's

    class Meta:
        indexes = [
            models.Index(fields=["held_at"], condition=Q(state="held"), name="held_reply_waiting"),
            models.Index(fields=["ticket", "-held_at"], name="held_reply_ticket"),
        ]


class Draft(models.Model):
    """What an agent has begun to write on a ticket; or, with `due_at`, a reply to be sent then.

    Its text is screened as a message's is. What could not be sent is a draft again: `why` says so.
    """

    class Mode(models.TextChoices):
        REPLY = "reply", _("Reply")
        NOTE = "note", _("Note")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    mode = models.CharField(max_length=5, choices=Mode.choices, default=Mode.REPLY)
    text = models.TextField(blank=True)
    files = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    way = models.JSONField(default=dict)  # what its channel needs to know (core/ports/at_desk)
    waiting = models.BooleanField(default=False)  # hand the ball to the customer when sent
    saved_at = models.DateTimeField()
    changed_by = models.ForeignKey(  # who changed it last while it was planned
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    client_id = models.UUIDField(null=True, blank=True)  # of the message that it becomes
    said_seq = models.PositiveIntegerField(default=0)  # the last word when it was planned
    why = models.CharField(max_length=20, blank=True)  # a code; words are in `drafts`

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "agent", "mode"], condition=Q(due_at=None), name="draft_one"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="draft_due"),
            models.Index(fields=["saved_at"], name="draft_by_age"),
        ]


class CannedReply(models.Model):
    """A prepared answer, in each language, that an agent inserts with a slash.

    `save` raises `NeverAsked` for one that asks for what support never asks for: whoever keeps
    prepared replies, none of them may.
    """

    key = models.SlugField(max_length=60, unique=True)
    shortcut = models.CharField(max_length=40)  # "/withdraw-id"
    category = models.ForeignKey(
        "knowledge.Category", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    texts = models.JSONField(default=dict)  # {language: text}
    titles = models.JSONField(default=dict, blank=True)  # {language: what leads call it}
    extra = models.JSONField(default=dict, blank=True)  # keys of its file that we do not read

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shortcut"], name="canned_shortcut")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        for text in self.texts.values():
            demand_askable(str(text))
        super().save(*args, **kwargs)
