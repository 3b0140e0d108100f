"""What the worker does when its time has come. Safe to run at once in several processes."""

from django.db import transaction

from octant.core.knowledge import generation
from octant.core.knowledge.models import Announcement, Translation
from octant.core.knowledge.services.guarding import asks_in
from octant.core.knowledge.services.revisions import show, withdraw
from octant.core.safety import audit
from octant.kit.clock import now


def publish_due() -> int:
    """Publish drafts whose hour has come; returns how many."""
    due = Translation.objects.filter(
        state=Translation.State.SCHEDULED, publish_at__lte=now(), draft__isnull=False
    )
    return sum(_publish_one(pk) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def announce_due() -> int:
    """Have kept pages made anew for announcements whose hour has come; returns how many."""
    due = Announcement.objects.select_for_update(skip_locked=True)
    rows = list(due.filter(awaited=True, published_at__lte=now()))
    for row in rows:
        row.awaited = False
        row.save(update_fields=["awaited"])
        audit.record(actor=None, verb="announcement_published", subject=row, by="schedule")
    if rows:
        generation.advance()
    return len(rows)


def expire_due() -> int:
    """Withdraw texts of articles past their end; returns how many."""
    due = Translation.objects.filter(current__isnull=False, article__expires_at__lte=now())
    return sum(_expire_one(pk) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _publish_one(pk: int) -> bool:
    kept = _claimed(pk)
    if kept is None or kept.state != Translation.State.SCHEDULED or kept.draft is None:
        return False
    if asks_in(kept.draft):  # changed after it was scheduled: back to its editors
        kept.state, kept.publish_at = Translation.State.DRAFT, None
        kept.save(update_fields=["state", "publish_at"])
        audit.record(actor=None, verb="guard_stopped", subject=kept, by="schedule")
        return False
    show(kept, kept.draft)
    audit.record(actor=None, verb="article_published", subject=kept, by="schedule")
    return True


@transaction.atomic
def _expire_one(pk: int) -> bool:
    kept = _claimed(pk)
    if kept is None or kept.current is None:
        return False
    withdraw(kept)
    audit.record(actor=None, verb="article_withdrawn", subject=kept, by="expiry")
    return True


def _claimed(pk: int) -> Translation | None:
    """The row, unless another process works on it."""
    return (
        Translation.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("article", "draft", "current")
        .filter(pk=pk)
        .first()
    )
