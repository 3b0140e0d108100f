"""One step for many tickets, and the way back from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.access import may_answer
from octant.core.people.models import User
from octant.core.people.services.customers import block, unblock
from octant.core.tickets.models import ACTIVE, Status, Ticket
from octant.core.tickets.services import lifecycle
from octant.kit.clock import now
from octant.kit.errors import DomainError, NotAllowed

VERBS = ("assign", "tag", "solve", "spam", "block")
MOST = 100
UNDO_SECONDS = 600
SPAM = "spam"
_SALT = "octant.tickets.many"


@dataclass(slots=True)
class Done:
    """`changed`: ids. `left`: how many were left as they were. `undo`: what takes it back."""

    changed: list[int] = field(default_factory=list)
    left: int = 0
    undo: str = ""


def do_many(
    *, verb: str, ids: Sequence[int], actor: User, assignee: User | None = None, tag: str = ""
) -> Done:
    """Do one of VERBS, each ticket in a transaction of its own. Those that it does not fit are
    left: ended or live ones, and as spam those of customers with an account. Raises
    `DomainError` where nothing can be done."""
    if not may_answer(actor):
        raise NotAllowed(_("Only agents may change tickets."))
    steps: dict[str, Callable[[Ticket], dict[str, Any] | None]] = {
        "assign": lambda row: _assign(row, assignee, actor),
        "tag": lambda row: _tag(row, tag, actor),
        "solve": lambda row: _solve(row, actor),
        "spam": lambda row: _spam(row, actor, block_too=False),
        "block": lambda row: _spam(row, actor, block_too=True),
    }
    if verb == "tag" and not tag.strip():
        raise DomainError(_("Write the tag first."), field="tag", code="empty")
    done, before = Done(), []
    for pk in list(dict.fromkeys(ids))[:MOST]:
        with transaction.atomic():
            row = Ticket.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            was = steps[verb](row) if row is not None else None
        if row is None or was is None:
            done.left += 1
            continue
        done.changed.append(pk)
        before.append([pk, Ticket.objects.values_list("version", flat=True).get(pk=pk), was])
    if done.changed:
        kept = {"v": verb, "by": actor.pk, "t": before}
        done.undo = signing.dumps(kept, salt=_SALT, compress=True)
    return done


def _assign(row: Ticket, assignee: User | None, actor: User) -> dict[str, Any] | None:
    if row.live or row.status == Status.CLOSED:
        return None  # a live chat is taken by its offer
    was = {"assignee": row.assignee_id}
    lifecycle.assign(ticket=row, assignee=assignee, actor=actor)
    return was


def _tag(row: Ticket, tag: str, actor: User) -> dict[str, Any] | None:
    was = list(row.tags)
    if len(was) >= lifecycle.MAX_TAGS:
        return None
    lifecycle.label(ticket=row, actor=actor, tags=[*was, tag])
    return {"tags": was}


def _solve(row: Ticket, actor: User) -> dict[str, Any] | None:
    if row.live or row.status not in ACTIVE:
        return None
    was = _standing(row)
    lifecycle.solve(ticket=row, actor=actor)
    return was


def _spam(row: Ticket, actor: User, *, block_too: bool) -> dict[str, Any] | None:
    customer = row.customer
    if row.live or row.status not in ACTIVE or customer.user_id or customer.exchange_account:
        return None
    was = _standing(row) | {"disposition": row.disposition}
    lifecycle.label(ticket=row, actor=actor, disposition=SPAM)
    lifecycle.close(ticket=row, actor=actor)
    if block_too and customer.blocked_at is None:
        block(customer=customer, actor=actor, reason=SPAM)
        was["blocked"] = True
    return was


def _standing(row: Ticket) -> dict[str, Any]:
    waits = row.waiting_since.isoformat() if row.waiting_since else None
    return {"status": row.status, "waits": waits}


def undo_many(*, token: str, actor: User) -> Done:
    """Take a step back, within UNDO_SECONDS, by whoever did it. A ticket that somebody changed
    since is left as it is. Raises `DomainError` for a token that is no more good."""
    try:
        kept = signing.loads(token, salt=_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as error:
        raise DomainError(_("It is too late to undo this."), code="too_late") from error
    if kept["by"] != actor.pk or not may_answer(actor):
        raise NotAllowed(_("Only who did it can undo it."))
    done = Done()
    for pk, version, was in kept["t"]:
        with transaction.atomic():
            row = Ticket.objects.select_for_update(of=("self",)).filter(pk=pk).first()
            if row is None or row.version != version:
                done.left += 1
                continue
            _as_before(row, was, actor)
        done.changed.append(pk)
    return done


def _as_before(row: Ticket, was: dict[str, Any], actor: User) -> None:
    def alter(found: Ticket) -> dict[str, Any]:
        if "assignee" in was:
            found.assignee_id = was["assignee"]
        if "tags" in was:
            found.tags = was["tags"]
        if "status" in was:
            found.status, found.solved_at, found.closed_at = was["status"], None, None
            found.waiting_since = was["waits"]
        if "disposition" in was:
            found.disposition = was["disposition"]
        return {"at": now().isoformat()}

    lifecycle.change(row, actor, "undo", alter)
    if was.get("blocked"):
        unblock(customer=row.customer, actor=actor)
