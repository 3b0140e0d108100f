"""Tickets, messages and files: how long they are kept, what a person gets, how they go."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import forget_about
from octant.core.ports.privacy import Eraser, Kind, NotExported, Personal, Removed, Rows, Subject
from octant.core.tickets.drafts import drafted
from octant.core.tickets.models import ACTIVE, Draft, File, Message, Ticket, Upload
from octant.core.tickets.pictures import is_held
from octant.core.tickets.services.removing import remove_files, remove_tickets, remove_uploads

CHAT = "live_chat"


def _ended() -> QuerySet[Ticket]:
    """Tickets that nobody works on; nor any that another, younger one was merged into."""
    return Ticket.objects.exclude(status__in=ACTIVE).filter(live=False)


def _carried() -> QuerySet[File]:
    return File.objects.exclude(message=None).exclude(ticket__status__in=ACTIVE)


def _unseen(file: File) -> dict[str, Any]:
    """Nobody is given what was not checked for secrets yet, or holds one."""
    return {"digest": ""} if is_held(file) else {}


def _author(message: Message) -> dict[str, Any]:
    by_agent = message.author_kind == Message.Author.AGENT and message.author
    return {"author": message.author.shown_name if by_agent and message.author else ""}


KINDS = (
    Kind(
        key="chats",
        order=10,
        name=_("Chats"),
        about=_("What was written in a chat, counted from its last message."),
        days=730,
        least=7,
        store=Rows(
            rows=lambda: _ended().filter(channel=CHAT),
            at="last_activity_at",
            customer="customer",
            ticket="pk",
            delete=remove_tickets,
        ),
        batch=50,
    ),
    Kind(
        key="tickets",
        order=11,
        name=_("Tickets that did not begin in a chat"),
        about=_("Emails, calls and reports with our answers, counted from the last one."),
        days=1095,
        least=7,
        store=Rows(
            rows=lambda: _ended().exclude(channel=CHAT),
            at="last_activity_at",
            customer="customer",
            ticket="pk",
            delete=remove_tickets,
        ),
        batch=50,
    ),
    Kind(
        key="files",
        order=12,
        name=_("Files and recordings"),
        about=_("Pictures, documents and recordings; they may go before the conversation."),
        days=365,
        least=7,
        store=Rows(
            rows=_carried,
            at="created_at",
            customer="ticket__customer",
            ticket="ticket",
            delete=remove_files,
        ),
        batch=100,
    ),
    Kind(
        key="drafts",
        order=42,
        name=_("Drafts of agents"),
        about=_("What an agent began to write and never sent."),
        days=90,
        fixed=True,
        private=True,
        store=Rows(
            rows=lambda: Draft.objects.filter(due_at=None),
            at="saved_at",
            customer="ticket__customer",
            ticket="ticket",
        ),
    ),
    Kind(
        key="unsent_files",
        order=43,
        name=_("Files that were never sent"),
        about=_("Files that were chosen for a message which was then not sent."),
        days=2,
        fixed=True,
        store=Rows(
            rows=lambda: File.objects.filter(message=None).exclude(public_id__in=drafted()),
            at="created_at",
            customer="ticket__customer",
            ticket="ticket",
            delete=remove_files,
        ),
    ),
    Kind(
        key="uploads",
        order=44,
        name=_("Uploads that were never finished"),
        about=_("Parts of a file whose upload was broken off."),
        days=1,
        fixed=True,
        store=Rows(
            rows=Upload.objects.all,
            at="expires_at",
            customer="ticket__customer",
            ticket="ticket",
            delete=remove_uploads,
        ),
    ),
)

_FILE_INNER = ("public_id", "preview", "scan_tried_at", "reading_tries", "reading_at")
_CLOCKS = ("policy", "due_at", "solution_left", "clocks_stale", "clocks_seq", "follows")
_INNER = ("version", "last_seq", "agent_seen_seq", "indexed_version", "search", "queue", "live")

PERSONAL = (
    Personal(
        "tickets.Ticket",
        "tickets",
        "customer",
        withheld=(
            *_INNER,
            *_CLOCKS,
            "customer",
            "assignee",
            "team",
            "merged_into",
            "tags",
            "disposition",
        ),
    ),
    Personal(
        "tickets.Message",
        "messages",
        "ticket__customer",
        only=~Q(kind=Message.Kind.NOTE),
        withheld=("author", "mentions"),
        more=_author,
    ),
    Personal(
        "tickets.File",
        "files",
        "ticket__customer",
        only=~Q(message__kind=Message.Kind.NOTE) | Q(message=None),
        withheld=(*_FILE_INNER, *("original", "original_until")),
        more=_unseen,
    ),
    Personal(
        "tickets.Upload",
        "unfinished_uploads",
        "ticket__customer",
        only=Q(agent=None),
        withheld=("public_id", "agent", "file"),
    ),
)

NOT_EXPORTED = (
    NotExported("tickets.Draft", "What staff began to write and did not send; it is theirs."),
    NotExported(
        "tickets.HeldReply", "A draft of staff that the customer was never sent; its text is ours."
    ),
)


def _tickets(subject: Subject, limit: int) -> Removed:
    keys = list(
        Ticket.objects.filter(customer=subject.customer)
        .order_by("pk")
        .values_list("pk", flat=True)[:limit]
    )
    if not keys:
        return Removed(0)
    done = remove_tickets(keys)
    return Removed(done.rows, done.more or len(keys) == limit)


def _events(subject: Subject, limit: int) -> Removed:
    return Removed(forget_about("ticket", subject.tickets))


ERASERS = (
    Eraser("tickets", _("Tickets with their messages, files and search words"), 30, _tickets),
    Eraser("events", _("Events waiting for delivery or delivered"), 40, _events),
)
