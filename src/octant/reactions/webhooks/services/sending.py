"""Send what is due; each call is claimed first, so that overlapping runs share the work."""

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import transaction

from octant.core.people.access import may_lead
from octant.core.safety import audit
from octant.kit.clock import now
from octant.kit.errors import NotAllowed
from octant.kit.fetch import FetchError, Limits, post
from octant.reactions.webhooks.models import Call
from octant.reactions.webhooks.signing import headers

if TYPE_CHECKING:
    from octant.core.people.models import User

log = structlog.get_logger()
# Standard Webhooks, "Deliverability and reliability": waits after the first, second … failure.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
)
CLAIM = timedelta(seconds=60)  # a try of a process that died is made again after this
TIMEOUT_SECONDS = 15  # the standard advises 15 to 30


def send_due(limit: int = 10) -> int:
    """Send what is due now; returns how many arrived."""
    due = Call.objects.filter(due_at__lte=now()).order_by("due_at")
    return sum(_send(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _send(pk: int) -> int:
    if (call := _claim(pk)) is None:
        return 0
    body = call.body.encode()
    limits = Limits(
        timeout_seconds=TIMEOUT_SECONDS,
        inside=settings.OCTANT_FETCH_INSIDE,
        ca_file=settings.OCTANT_FETCH_CA_FILE or None,
    )
    try:
        post(call.url, body, headers(call.key, body, at=int(now().timestamp())), limits)
    except FetchError as error:
        return _failed(call, error)
    Call.objects.filter(pk=pk).update(due_at=None, sent_at=now(), failed_at=None, error="")
    return 1


@transaction.atomic
def _claim(pk: int) -> Call | None:
    rows = Call.objects.select_for_update(skip_locked=True).filter(pk=pk, due_at__lte=now())
    call = rows.first()
    if call is not None:
        call.tries, call.due_at = call.tries + 1, now() + CLAIM
        call.save(update_fields=["tries", "due_at"])
    return call


def _failed(call: Call, error: FetchError) -> int:
    """After the last wait the call stays, failed, where the desk shows it."""
    over = call.tries > len(WAITS)
    log.warning("webhook_failed", kind=call.kind, tries=call.tries, error=error.code)
    Call.objects.filter(pk=call.pk).update(
        error=str(error)[:200],
        due_at=None if over else now() + WAITS[call.tries - 1],
        failed_at=now() if over else None,
    )
    return 0


@transaction.atomic
def send_again(*, call_id: int, actor: "User") -> None:
    """A lead has one that failed for good sent once more, from the first wait on."""
    if not may_lead(actor):
        raise NotAllowed("")
    call = Call.objects.select_for_update().filter(pk=call_id, failed_at__isnull=False).first()
    if call is not None:
        call.tries, call.due_at, call.failed_at = 0, now(), None
        call.save(update_fields=["tries", "due_at", "failed_at"])
        audit.record(actor=actor, verb="resend_webhook", subject=call, kind=call.kind)
