"""What a customer says, looked at once more where one message alone does not tell.

A hash or a key: what is among the customer's own records is no secret. A recovery phrase sent
in parts: the messages before it are masked where they stand, and it never is stored whole.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from octant.core.outbox.services import tell
from octant.core.safety.text import Action, Screened, screen, screen_together
from octant.core.safety.text.parts import may_be_part
from octant.core.tickets.known import known_references
from octant.core.tickets.models import Message, Ticket
from octant.core.tickets.services.append import findings_of
from octant.kit.clock import now

LOOK_BACK_MESSAGES = 36  # a phrase has 25 words at most; some talk between them
LOOK_BACK_MINUTES = 60


def needs_hearing(text: Screened) -> bool:
    """Whether `hear` may think otherwise of it. Cheap: asked of every message."""
    held = any(found.action is Action.HOLD for found in text.findings)
    return held or may_be_part(text.text)


def hear(*, ticket: int, given: str, max_chars: int) -> Screened:
    """`given` as it may be stored on this ticket of its customer."""
    row = Ticket.objects.select_related("customer").get(pk=ticket)
    text = screen(given, known=known_references(row), max_chars=max_chars)
    return with_earlier(row, text) if may_be_part(text.text) else text


@transaction.atomic
def with_earlier(ticket: Ticket, text: Screened) -> Screened:
    """`text` seen together with what the customer said just before; parts of a secret that
    stand there already are masked."""
    Ticket.objects.select_for_update().get(pk=ticket.pk)
    since = now() - timedelta(minutes=LOOK_BACK_MINUTES)
    said = Message.objects.filter(ticket=ticket, kind="message", author_kind="customer")
    rows = list(said.filter(created_at__gte=since).order_by("-seq")[:LOOK_BACK_MESSAGES])[::-1]
    if not rows:
        return text
    *earlier, last = screen_together([*(row.text for row in rows), text.text])
    parts = [(row, part) for row, part in zip(rows, earlier, strict=True) if part.holds_secret]
    if not last.findings or not (parts or any(part.findings for part in earlier)):
        return text  # nothing that begins before this message
    for row, part in parts:
        _mask(ticket, row, part)
    if parts:
        Ticket.objects.filter(pk=ticket.pk).update(version=F("version") + 1)
        tell(f"ticket:{ticket.pk}", masked=[row.seq for row, _part in parts])
    return last


def _mask(ticket: Ticket, row: Message, part: Screened) -> None:
    line = " ".join(row.text.split())
    if ticket.subject and line.startswith(ticket.subject):  # it was taken from this message
        subject = " ".join(part.text.split())[: len(ticket.subject)]
        Ticket.objects.filter(pk=ticket.pk).update(subject=subject)
    row.text, row.findings = part.text, [*_secrets(row), *findings_of(part)]
    Message.objects.filter(pk=row.pk).update(text=row.text, findings=row.findings)


def _secrets(row: Message) -> list[dict[str, object]]:
    """What was found in it before; links are found anew."""
    kept = [found for found in row.findings if found.get("kind") != "link"]
    return [{**found, "start": 0, "end": 0} for found in kept]
