"""Reads of what agents have begun to write, and of replies that wait for their time."""

from typing import TYPE_CHECKING

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from octant.core.people.access import may_answer
from octant.core.people.models import User
from octant.core.tickets.models import Draft, Message, Ticket

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 20
# Why a planned reply was not sent and is a draft again.
WHY: "dict[str, StrOrPromise]" = {
    "spoke": _("This reply was not sent: the customer wrote first. Read it again, then send it."),
    "ended": _("This reply was not sent: the ticket had ended by then."),
    "refused": _("This reply was not sent, because it may not be said as it stands."),
    "agent": _("This reply was not sent: its author no longer answers tickets."),
}


def any_drafts() -> Exists:
    """Whether a ticket has any, whoever's; as `has_drafts` it spares `drafts_on` its query."""
    return Exists(Draft.objects.filter(ticket=OuterRef("pk")))


def drafts_on(reader: User, ticket: Ticket) -> list[Draft]:
    """The reader's own drafts on a ticket, and everybody's planned replies, the next first. One
    query."""
    if not may_answer(reader) or not getattr(ticket, "has_drafts", True):
        return []
    rows = Draft.objects.filter(Q(agent=reader) | Q(due_at__isnull=False), ticket=ticket)
    return list(
        rows.select_related("agent", "changed_by").order_by(F("due_at").asc(nulls_first=True))[
            :SHOWN
        ]
    )


def planned_reply(reader: User, ticket: Ticket, draft: int) -> Draft | None:
    """One reply that waits for its time, if it still does."""
    if not may_answer(reader) or draft >= 2**62:
        return None
    rows = Draft.objects.filter(pk=draft, ticket=ticket, due_at__isnull=False)
    return rows.select_related("ticket", "agent", "changed_by").first()


def last_heard(ticket: Ticket) -> int:
    """The number of the last thing that the customer said: a reply planned before is stopped by
    it. One query."""
    said = Message.objects.filter(ticket=ticket, kind="message", author_kind="customer")
    return said.order_by("-seq").values_list("seq", flat=True).first() or 0


def mark_of(row: Draft) -> str:
    """Another one after each change."""
    return row.saved_at.isoformat()


def drafted() -> QuerySet[Draft, str]:
    """Public ids of files that a draft or planned reply names: they are not forgotten."""
    return Draft.objects.exclude(files=[]).values_list(Func("files", function="unnest"), flat=True)
