"""What a case needs, what was found of it, and what is asked for: one answer for every form.

Between `needs`, `details` and the exchange, in the room where all three may be read. Reads alone:
nothing is stored. The exchange is asked for owners who have signed in and for nobody else.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from octant.core.exchange.port import ExchangeUnavailable, Reference
from octant.core.exchange.proof import Assured
from octant.core.exchange.selectors import exchange
from octant.core.ports.assurance import Assurance
from octant.core.ports.needs import NEEDS
from octant.core.tickets import asking
from octant.core.tickets.details import REFERENCES, Detail, details_in
from octant.core.tickets.models import ACTIVE, Ticket
from octant.core.tickets.needs import needs_of
from octant.core.tickets.selectors import said_by_customer
from octant.kit.errors import NotAllowed

PICKS = 4
# How long each takes to fill in: ours, not measured. To pick is a press; to find an id is a walk
# through the account.
SECONDS = {"pick": 10, "moment": 15, "else": 30}
# What is offered for a need, of the customer's own; by the last part of the category first.
_OFFERED: dict[str, tuple[str, ...]] = {
    "transfer": ("withdrawal", "deposit"),
    "payment": ("deposit", "withdrawal"),
    "order": ("order", "trade"),
    "position": ("order", "trade"),
}
_ONLY = {"funding/withdrawals": ("withdrawal",), "funding/deposits": ("deposit",)}


Found = tuple[str, str, bool]  # kind, value, whether it is among the customer's own records


@dataclass(frozen=True, slots=True)
class Known:
    """A detail, and which of the customer's own records it names, if any."""

    kind: str
    value: str
    record: Reference | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that the case needs: what satisfies it, or what to pick from. `known` is empty
    where it is missing."""

    name: str
    known: tuple[Known, ...] = ()
    picks: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """All needs of a case in order, and every detail that was found."""

    needs: tuple[Need, ...]
    details: tuple[Known, ...]

    @property
    def missing(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if not need.known)

    @property
    def seconds(self) -> int:
        """To fill in what is missing."""
        return sum(_seconds(need) for need in self.missing)


NOTHING = Intake((), ())


def look(
    *, category: str, text: str, language: str, who: Assured | None = None, offer: bool = True
) -> Intake:
    """What `text` (screened) tells of a case of `category`. `who` proves whose account may be
    asked for; without it, or below SIGNED_IN, no record is matched or offered, and the answer
    does not tell whether one exists. Without `offer` there is nothing to pick from, and the
    exchange is asked only where the text names something."""
    told = details_in(text, language)
    wanted = needs_of(category, text)
    mine = _own(who)
    details = _matched(told, text, mine) if wanted else [Known(d.kind, d.value) for d in told]
    needs = [_need(name, details) for name in wanted]
    if mine is not None and offer:
        needs = [_with_picks(need, category, mine) for need in needs]
    return Intake(tuple(needs), tuple(details))


def look_again(*, ticket: Ticket, text: str, who: Assured | None = None) -> Intake:
    """The same for a case that is being worked on: what is missing after all that its customer said
    and sent, and what `text` (screened), which they are writing, tells of that. NOTHING where
    nothing was missing, or nobody works on it any more."""
    if ticket.category is None or not may_be_asked(ticket):
        return NOTHING
    said = "\n".join((ticket.subject, *said_by_customer(ticket)))
    asked = partial(look, category=ticket.category.key, language=ticket.language, who=who)
    wanted = {need.name for need in asked(text=said, offer=False).missing}
    if not wanted:
        return NOTHING
    found = asked(text=f"{text}\n{said}")
    return Intake(tuple(need for need in found.needs if need.name in wanted), ())


def may_be_asked(ticket: Ticket) -> bool:
    """Whether somebody works on it, and its topic says what it needs."""
    return ticket.category is not None and ticket.status in ACTIVE


def kept(intake: Intake) -> dict[str, Any]:
    """What goes along with the ticket, for its agents."""
    found = [
        {"kind": each.kind, "value": each.value, **({"own": True} if each.record else {})}
        for each in intake.details
    ]
    return {"found": found[:20], "missing": [need.name for need in intake.missing]}


def still(noted: Any, said: str, language: str) -> tuple[list[Found], list[str]]:
    """What was `kept` on a ticket as agents see it: what was found, and which needs are missing
    after what the customer `said` since. Whatever is noted, nothing breaks."""
    noted = noted if isinstance(noted, dict) else {}
    rows = [each for each in _list(noted.get("found")) if isinstance(each, dict)]
    found = [(str(row.get("kind")), str(row.get("value")), row.get("own") is True) for row in rows]
    missing = [str(need) for need in _list(noted.get("missing")) if str(need) in NEEDS]
    if missing and said:
        since = details_in(said, language)
        wanted = frozenset().union(*(NEEDS[need] for need in missing))
        found += [(each.kind, each.value, False) for each in since if each.kind in wanted]
        kinds = {each.kind for each in since}
        missing = [need for need in missing if not NEEDS[need] & kinds]
    return found, missing


def shown(intake: Intake) -> dict[str, Any]:
    """What a form shows, as JSON in the active language."""
    return {
        "needs": [_row(need) for need in intake.needs],
        "estimate": estimate(intake.seconds),
        "words": {key: str(word) for key, word in asking.FORM.items()} if intake.needs else {},
    }


def estimate(seconds: int) -> str:
    """How long the rest takes, in words; empty for nothing."""
    if seconds <= 0:
        return ""
    if seconds <= 20:
        return _("This takes a few seconds.")
    if seconds <= 40:
        return _("This takes about half a minute.")
    minutes = max(1, round(seconds / 60))
    sentence = ngettext(
        "This takes about %(count)d minute.", "This takes about %(count)d minutes.", minutes
    )
    return sentence % {"count": minutes}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _own(who: Assured | None) -> Assured | None:
    sure = who is not None and who.account and who.level >= Assurance.SIGNED_IN
    return who if sure else None


def _matched(told: list[Detail], text: str, mine: Assured | None) -> list[Known]:
    """Details, each with the record it names. One call of the exchange, where it may help."""
    records: list[Reference] = []
    if mine is not None and any(each.kind in REFERENCES for each in told):
        try:
            records = exchange().find(mine.account, text, assurance=mine)
        except (ExchangeUnavailable, NotAllowed):
            records = []
    named = {value: each for each in records for value in (each.id, each.txid) if value}
    return [Known(each.kind, each.value, named.get(each.value)) for each in told]


def _need(name: str, details: list[Known]) -> Need:
    found = [each for each in details if each.kind in NEEDS[name]]
    if name == "moment" and not found:
        # The exchange knows when its own record is from.
        found = [each for each in details if each.record is not None and each.record.at]
    return Need(name, tuple(found[:3]))


def _with_picks(need: Need, category: str, mine: Assured) -> Need:
    kinds = _OFFERED.get(need.name, ())
    if need.known or not kinds:
        return need
    kinds = _ONLY.get(category, kinds) if need.name == "transfer" else kinds
    try:
        found = exchange().references(mine.account, assurance=mine, kinds=kinds, limit=PICKS)
    except (ExchangeUnavailable, NotAllowed):
        return need
    return Need(need.name, picks=tuple(found[:PICKS]))


def _seconds(need: Need) -> int:
    return SECONDS["pick" if need.picks else "moment" if need.name == "moment" else "else"]


def _row(need: Need) -> dict[str, Any]:
    name = need.name
    picture = asking.PICTURES[name]
    return {
        "need": name,
        "label": asking.label(name),
        "ask": asking.phrase(name),
        "where": asking.where(name),
        "picture": picture,
        "alt": str(asking.ALT[picture]),
        "found": [_told(each, name) for each in need.known],
        "picks": [_pick(each) for each in need.picks],
    }


def _told(each: Known, need: str) -> dict[str, Any]:
    record = each.record
    value = each.value
    if need == "moment" and each.kind != "moment" and record is not None and record.at:
        return {"value": "", "at": record.at.isoformat(), "own": _about(record)}
    return {"value": value, "at": "", "own": _about(record) if record else ""}


def _about(record: Reference) -> str:
    """The record in a few words: "Withdrawal · 1200 USDT · pending"."""
    parts = (
        asking.kind_name(record.kind),
        f"{record.amount} {record.asset}".strip(),
        str(asking.STATES.get(record.status, "")),
    )
    return " · ".join(part for part in parts if part)


def _pick(record: Reference) -> dict[str, str]:
    at: datetime | None = record.at
    return {"id": record.id, "about": _about(record), "at": at.isoformat() if at else ""}
