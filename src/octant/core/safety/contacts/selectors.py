"""Reads of the list of contacts. It is public: whoever asks gets the same answer."""

from dataclasses import dataclass

from octant.core.safety.contacts.normalise import readings
from octant.core.safety.models import Contact
from octant.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class Found:
    """What the list says of a text: the entries that it names, all known scams or all official.
    `kinds`: what the text may be, likeliest first."""

    contacts: tuple[Contact, ...]
    kinds: tuple[str, ...]

    @property
    def state(self) -> str:
        """official, scam, or nothing for what the list does not hold."""
        return self.contacts[0].state if self.contacts else ""


def look_up(text: str) -> Found:
    """The contacts that `text` names exactly. Where it names a known scam, that counts."""
    wanted = readings(text)
    rows = Contact.objects.filter(removed_at=None, value__in={r.value for r in wanted})
    asked = {(reading.kind, reading.value) for reading in wanted}
    hits = [row for row in rows if (row.kind, row.value) in asked]
    hits.sort(key=lambda row: (row.state != Contact.State.SCAM, row.kind, row.value))
    kinds = tuple(dict.fromkeys(reading.kind for reading in wanted))
    return Found(tuple(row for row in hits if row.state == hits[0].state), kinds)


def listed(state: str = "") -> list[Contact]:
    """All contacts that stand, by kind and value; only those of one `state` if given."""
    rows = Contact.objects.filter(removed_at=None)
    if state:
        rows = rows.filter(state=state)
    order = list(Contact.Kind.values)
    return sorted(rows, key=lambda row: (order.index(row.kind), row.value))


def one(pk: int) -> Contact:
    """A contact for whoever keeps the list. Raises `NotFound`."""
    found = Contact.objects.filter(pk=pk, removed_at=None).first()
    if found is None:
        raise NotFound("")
    return found


def label(contact: Contact, language: str) -> str:
    """What it is for, in `language` or else in any."""
    words: dict[str, str] = contact.labels or {}
    return words.get(language) or next(iter(words.values()), "")
