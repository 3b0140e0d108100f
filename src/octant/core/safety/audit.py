"""Write the audit trail. Call inside the transaction of the write it tells of."""

from contextvars import ContextVar
from typing import Any

from octant.core.safety.models import AuditEntry
from octant.kit.clock import now

# Set by the web middleware for the length of a request.
address: ContextVar[str | None] = ContextVar("address", default=None)


def record(*, actor: Any, verb: str, subject: Any, **detail: Any) -> None:
    """Note that `actor` (a User, or None for the system) did `verb` to the model `subject`.

    `detail` holds JSON values that say what changed; never message text or secrets.
    """
    AuditEntry.objects.create(
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        detail=detail,
        address=address.get(),
        at=now(),
    )
