"""Two customers are one person, and are two again. Nothing is moved: rows are tied together, and
what came by each stays its own, so that what is separated stands as if it had never been one."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import tell
from octant.core.people.access import may_answer
from octant.core.people.identities import (
    MOST,
    are_apart,
    is_same,
    known_of,
    proof_between,
    rows_of,
)
from octant.core.people.models import Customer, Merger, User
from octant.core.safety.audit import record
from octant.core.safety.text import screen
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REASON_LENGTH = 300


@transaction.atomic
def merge(*, one: Customer, other: Customer, actor: User, reason: str) -> Merger:
    """Tie two customers, with all that each is one person with already.

    Whoever is blocked stays blocked, and then both are. Raises `NotAllowed` for who may not
    answer, `DomainError` (`no_proof`) where nothing proves it, whoever asks, and without a
    reason, `Conflict` where they are one person already.
    """
    words = _demand(actor, reason)
    first, second = _both(one.pk, other.pk)
    ours, theirs = rows_of(first), rows_of(second)
    if is_same(first, second):
        raise Conflict(_("These are one person already."), code="same_person")
    proof = _proof(ours, theirs)
    if len(ours) + len(theirs) > MOST:
        raise Conflict(_("That would be too many records for one person."), code="too_many")
    made = Merger.objects.create(
        one=first, other=second, proof=proof, reason=words, merged_by=actor, merged_at=now()
    )
    everybody = [*ours, *theirs]
    _tie(everybody)
    _block_all(made, everybody)
    _audit(made, "merge_people", actor, proof=proof)
    return made


@transaction.atomic
def separate(*, merger: int, actor: User, reason: str) -> Merger:
    """Untie what this merger tied. Each row has what came by its own address or account, whether
    before the merger or after it. Raises `NotFound`, and `Conflict` where it was undone."""
    words = _demand(actor, reason)
    one_at_a_time()
    row = Merger.objects.select_for_update().filter(pk=merger).first()
    if row is None:
        raise NotFound(_("There is no such merger."))
    if row.undone_at is not None:
        raise Conflict(_("They were separated already."), code="undone")
    person = row.other.person
    everybody = _locked(Q(person=person) if person else Q(pk__in=(row.one_id, row.other_id)))
    row.undone_by, row.undone_at, row.undone_reason = actor, now(), words
    row.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    side = _side(row, everybody)
    parts = [[r for r in everybody if (r.pk in side) is going] for going in (True, False)]
    copied = _copied(everybody)
    for part in parts:
        _tie(part)
        _unblock(part, copied)
    for each in everybody:  # who watches the other's chat comes back only to their own
        tell(f"customer:{each.pk}", signed_out=True)
    _audit(row, "separate_people", actor)
    return row


def one_at_a_time() -> None:
    """Until the transaction ends nobody else ties, unties or blocks: who is one person with whom
    is read and changed by one at a time, in whatever order they come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('octant.people.merging'))")


def _demand(actor: User, reason: str) -> str:
    """The reason as it may be kept."""
    if not may_answer(actor):
        raise NotAllowed(_("Only agents may do this."))
    words = screen(reason.strip()[:REASON_LENGTH]).text[:REASON_LENGTH]
    if not words:
        raise DomainError(
            _("Give a reason, so that colleagues can judge it later."), code="empty", field="reason"
        )
    return words


def _both(one: int, other: int) -> tuple[Customer, Customer]:
    one_at_a_time()
    rows = {row.pk: row for row in _locked(Q(pk__in=(one, other)))}
    if one not in rows or other not in rows:
        raise NotFound(_("There is no such customer."))
    return rows[one], rows[other]


def _locked(which: Q) -> list[Customer]:
    """In order of id. Not against what refers to them: their tickets go on meanwhile."""
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).filter(which)
    return list(rows.select_related("user").order_by("pk"))


def _proof(ours: list[Customer], theirs: list[Customer]) -> str:
    if any(row.user is not None and row.user.is_staff for row in (*ours, *theirs)):
        raise _refused(_("One of the two works here. They stay apart."), "is_staff")
    one, other = known_of(ours), known_of(theirs)
    if are_apart(one, other):
        raise _refused(
            _(
                "They have different accounts at the exchange. They stay apart: what is proved "
                "for one account proves nothing for the other."
            ),
            "other_account",
        )
    proof = proof_between(one, other)
    if not proof:
        raise _refused(
            _(
                "Nothing proves that they are one person. A name or an address that was only typed "
                "is no proof: ask them to sign in, or to write from their registered address."
            ),
            "no_proof",
        )
    return proof


def _refused(sentence: "StrOrPromise", code: str) -> DomainError:
    return DomainError(sentence, code=code, field="other")


def _tie(rows: list[Customer]) -> None:
    """Make exactly these one person."""
    person: UUID | None = uuid4() if len(rows) > 1 else None
    Customer.objects.filter(pk__in=[row.pk for row in rows]).update(person=person)
    for row in rows:
        row.person = person


def _block_all(made: Merger, rows: list[Customer]) -> None:
    """One who is blocked does not get free by being somebody else as well."""
    blocked = [row for row in rows if row.blocked_at is not None]
    free = [row.pk for row in rows if row.blocked_at is None]
    if not blocked or not free:
        return
    first = min(blocked, key=lambda row: (row.blocked_at, row.pk))
    made.blocked, made.blocked_since = free, first.blocked_at
    made.save(update_fields=["blocked", "blocked_since"])
    Customer.objects.filter(pk__in=free).update(
        blocked_at=first.blocked_at, blocked_reason=first.blocked_reason
    )
    for key in free:
        tell(f"customer:{key}", blocked=True)


def _side(row: Merger, rows: list[Customer]) -> set[int]:
    """Whoever hangs together with `row.other` without this merger."""
    keys = [each.pk for each in rows]
    edges = Merger.objects.filter(undone_at=None, one__in=keys, other__in=keys)
    pairs = list(edges.values_list("one_id", "other_id"))
    side, before = {row.other_id}, 0
    while before < len(side):
        before = len(side)
        side |= {end for pair in pairs if side & set(pair) for end in pair}
    return side


def _copied(rows: list[Customer]) -> set[int]:
    """Those whose block is a copy of another's, still as it was."""
    keys = [row.pk for row in rows]
    since = {row.pk: row.blocked_at for row in rows}
    made = Merger.objects.filter(Q(one__in=keys) | Q(other__in=keys))
    made = made.exclude(blocked_since=None)
    return {
        key
        for blocked, at in made.values_list("blocked", "blocked_since")
        for key in blocked
        if since.get(key) == at
    }


def _unblock(part: list[Customer], copied: set[int]) -> None:
    """Free those whose block was another's who is not with them any more."""
    own = {row.blocked_at for row in part if row.pk not in copied}
    free = [row.pk for row in part if row.pk in copied and row.blocked_at not in own]
    Customer.objects.filter(pk__in=free).update(blocked_at=None, blocked_reason="")


def _audit(row: Merger, verb: str, actor: User, **detail: str) -> None:
    """A line for each of the two, so that either's history tells it. The reasons stand in the
    merger alone, which goes with either of them: they may tell of both."""
    for subject, other in ((row.one, row.other_id), (row.other, row.one_id)):
        record(actor=actor, verb=verb, subject=subject, other=other, merger=row.pk, **detail)
