"""How far each side has read."""

from octant.core.outbox.services import tell
from octant.core.tickets.models import Ticket


def seen(*, ticket_id: int, by: str, seq: int) -> None:
    """Note how far a side has read. `by`: customer or agent. Never goes back."""
    field = "customer_seen_seq" if by == "customer" else "agent_seen_seq"
    moved = Ticket.objects.filter(pk=ticket_id, last_seq__gte=seq, **{f"{field}__lt": seq}).update(
        **{field: seq}
    )
    if moved:
        tell(f"ticket:{ticket_id}", seen=by, seq=seq)
