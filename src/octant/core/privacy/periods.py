"""How long each kind is kept: a lead's choice, else the workspace's, else the product's."""

from datetime import datetime, timedelta

from octant.core.ports.privacy import Kind, register
from octant.core.ports.workspace import workspace
from octant.core.privacy.models import Period
from octant.kit.clock import now

EXPORT_DAYS = 7  # an archive can be fetched for so long
ERASURE_WAIT_DAYS = 7


def days() -> dict[str, int]:
    """{key of a kind: days}, in the order in which kinds are declared."""
    chosen = dict(Period.objects.values_list("kind", "days"))
    return {kind.key: _days(kind, chosen) for kind in register().kinds}


def _days(kind: Kind, chosen: dict[str, int]) -> int:
    if kind.fixed:
        return kind.days
    own = workspace().raw.get("retention_days", {}).get(kind.key, kind.days)
    return within(kind, int(chosen.get(kind.key, own)))


def within(kind: Kind, wanted: int) -> int:
    """`wanted`, moved into what this kind allows."""
    return max(kind.least, min(kind.most, wanted))


def before(wanted: int) -> datetime:
    """What began earlier than this has been kept for `wanted` days."""
    return now() - timedelta(days=wanted)


def erasure_wait_days() -> int:
    """Between asking for an erasure and its beginning, if nobody confirms it earlier."""
    return int(workspace().raw.get("erasure_wait_days", ERASURE_WAIT_DAYS))
