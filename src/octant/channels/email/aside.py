"""Mails that stand on no ticket, for the desk's page of what was set aside. Imports lie inside,
because apps declare it before models load."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from octant.channels.email.channel import KEY
from octant.core.ports.aside import AsidePage, SetAside
from octant.kit.errors import Conflict, DomainError, NotFound

if TYPE_CHECKING:
    from octant.channels.email.models import Arrival, BlockedSender

SHOWS = (
    ("suspended", gettext_lazy("Set aside")),
    ("ignored", gettext_lazy("Automatic mails")),
    ("failed", gettext_lazy("Could not be read")),
    ("discarded", gettext_lazy("Thrown away")),
    ("blocked", gettext_lazy("Blocked senders")),
)
_MAY = {
    "suspended": ("release", "discard", "again", "block", "block_domain"),
    "ignored": ("release", "discard", "again", "block", "block_domain"),
    "failed": ("again",),
    "discarded": ("restore", "release"),
}
_TONES = {"fail": "danger", "none": "warn", "weak": "info", "pass": "ok"}
MOST_AT_ONCE = 100


class MailsAside:
    """The port's `Aside`."""

    key = KEY

    def shows(self) -> Sequence[tuple[str, Any]]:
        return SHOWS

    def waiting(self, reader: Any) -> Any:
        from octant.channels.email.models import Arrival
        from octant.core.people.access import may_answer

        rows = Arrival.objects.filter(state=Arrival.State.SUSPENDED)
        return rows if may_answer(reader) else rows.none()

    def page(self, *, reader: Any, show: str, cursor: str, limit: int) -> AsidePage:
        from octant.channels.email.models import Arrival, BlockedSender

        if show == "blocked":
            blocked = BlockedSender.objects.select_related("by")
            return _page(blocked, "at", cursor, limit, _blocked)
        state = show if show in _MAY else "suspended"
        rows = Arrival.objects.filter(state=state).select_related("ticket")
        return _page(rows.defer("envelope"), "received_at", cursor, limit, _mail)

    def do(self, *, actor: Any, verb: str, show: str, ids: Sequence[int]) -> list[int]:
        work = _verbs(actor).get(verb)
        if work is None:
            raise DomainError(_("Choose what to do."), code="no_verb")
        done = []
        for pk in ids[:MOST_AT_ONCE]:
            try:
                work(pk)
            except (Conflict, NotFound):
                if len(ids) == 1:
                    raise
                continue  # a colleague was faster
            done.append(pk)
        return done


def _verbs(actor: Any) -> dict[str, Callable[[int], Any]]:
    from octant.channels.email.services import again, aside

    return {
        "release": lambda pk: aside.release(arrival_id=pk, actor=actor),
        "discard": lambda pk: aside.discard(arrival_id=pk, actor=actor),
        "restore": lambda pk: aside.restore(arrival_id=pk, actor=actor),
        "block": lambda pk: aside.block_sender(arrival_id=pk, actor=actor),
        "block_domain": lambda pk: aside.block_sender(arrival_id=pk, actor=actor, domain=True),
        "undo_block": lambda pk: aside.undo_block(arrival_id=pk, actor=actor),
        "undo_block_domain": lambda pk: aside.undo_block(arrival_id=pk, actor=actor, domain=True),
        "unblock": lambda pk: aside.unblock_sender(pk=pk, actor=actor),
        "again": lambda pk: again.read_again(arrival_id=pk, actor=actor),
    }


def _page(
    rows: Any, column: str, cursor: str, limit: int, shown: Callable[[Any], SetAside]
) -> AsidePage:
    """The newest first, from after the place that `cursor` (ISO time, comma, id) names."""
    at, pk = _read(cursor)
    if at is not None:
        rows = rows.filter(
            Q(**{f"{column}__lte": at}) & (Q(**{f"{column}__lt": at}) | Q(pk__lt=pk))
        )
    found = list(rows.order_by(f"-{column}", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    after = f"{getattr(last, column).isoformat()},{last.pk}" if last is not None else ""
    return AsidePage([shown(row) for row in found[:limit]], after)


def _read(cursor: str) -> tuple[datetime | None, int]:
    try:
        at, _comma, pk = cursor.rpartition(",")
        moment, number = datetime.fromisoformat(at), int(pk)
        ok = moment.tzinfo is not None and 0 < number < 2**62
        return (moment.astimezone(UTC), number) if ok else (None, 0)
    except (ValueError, OverflowError):
        return None, 0


def _mail(row: "Arrival") -> SetAside:
    from octant.channels.email import desk_words

    return SetAside(
        pk=row.pk,
        at=row.received_at,
        sender=row.sender or "—",
        subject=row.subject or "—",
        preview=row.preview,
        reason=desk_words.why(row.reason),
        tone=_TONES.get(row.verdict, ""),
        ticket=row.ticket.public_id if row.ticket else "",
        original=reverse("arrival_at_desk", args=[row.pk, "whole"]),
        may=() if row.gone else _MAY[row.state],
    )


def _blocked(row: "BlockedSender") -> SetAside:
    name = row.by.name if row.by else _("the system")
    reason = _("Blocked by %(name)s") % {"name": name}
    return SetAside(row.pk, row.at, row.entry, "", "", reason, may=("unblock",))
