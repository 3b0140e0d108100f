"""Open a take-over case, and say who looks after it."""

from django.db import transaction

from octant.core.outbox.services import publish, tell
from octant.core.people.access import may_answer
from octant.core.people.models import User
from octant.core.safety import audit
from octant.core.takeover import rules
from octant.core.takeover.events import TakeoverReported
from octant.core.takeover.models import Case
from octant.core.takeover.selectors import security_team
from octant.core.tickets import chats
from octant.core.tickets.models import Ticket
from octant.core.tickets.services.assuring import put_back, put_first
from octant.core.tickets.services.conversation import event
from octant.kit.clock import now
from octant.kit.errors import NotAllowed

BY_TOPIC, BY_WORDS = Case.Source.CATEGORY, Case.Source.WORDS


@transaction.atomic
def open_case(*, ticket: Ticket, source: str) -> Case:
    """Treat the ticket as a take-over: first in line, with its card in the chat, the security
    team paged. Again does nothing more."""
    Ticket.objects.select_for_update().get(pk=ticket.pk)
    case, made = Case.objects.get_or_create(
        ticket=ticket, defaults={"source": source, "opened_at": now()}
    )
    if made:
        put_first(ticket=ticket, category=chats.category(rules.CATEGORY))
        event(ticket, "takeover_opened", card="compromised")
        audit.record(actor=None, verb="open_takeover", subject=ticket, source=source)
        _page(case)
    return case


def _page(case: Case) -> None:
    case.pages += 1
    case.paged_at = now()
    case.save(update_fields=["pages", "paged_at"])
    publish(TakeoverReported(case=case.pk, ticket=case.ticket_id, page=case.pages))
    for user in security_team():
        tell(f"user:{user.pk}", takeover=case.ticket_id)


@transaction.atomic
def page_again() -> int:
    """Page once more for cases that nobody answered; returns how many."""
    late = Case.objects.select_for_update(skip_locked=True).filter(
        answered_at=None,
        dismissed_at=None,
        pages__lt=rules.most_pages(),
        paged_at__lte=now() - rules.page_again(),
    )
    found = list(late.order_by("opened_at")[:50])
    for case in found:
        _page(case)
    return len(found)


@transaction.atomic
def answer(*, ticket: Ticket, actor: User | None) -> None:
    """Somebody looks after the case; the first one is kept. Without a case, nothing happens."""
    if actor is None or not may_answer(actor):
        raise NotAllowed("")
    case = Case.objects.select_for_update().filter(ticket=ticket, answered_at=None).first()
    if case is None:
        return
    case.answered_at, case.answered_by = now(), actor
    case.save(update_fields=["answered_at", "answered_by"])
    audit.record(actor=actor, verb="answer_takeover", subject=ticket)
    tell("desk", ticket=ticket.pk, version=ticket.version)
    tell(f"ticket:{ticket.pk}", version=ticket.version)


@transaction.atomic
def dismiss(*, ticket: Ticket, actor: User) -> None:
    """It was no take-over, but a word that meant something else: others go before it again."""
    answer(ticket=ticket, actor=actor)
    rows = Case.objects.filter(ticket=ticket, dismissed_at=None, allowed_at=None)
    if rows.update(dismissed_at=now()):
        put_back(ticket=ticket)
        audit.record(actor=actor, verb="dismiss_takeover", subject=ticket)
