"""Writes to the list of contacts, each audited. The caller has checked that the actor may lead."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.safety.audit import record
from octant.core.safety.contacts.normalise import Reading, as_kind
from octant.core.safety.models import Contact
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError


@transaction.atomic
def add(*, actor: Any, kind: str, text: str, state: str, labels: dict[str, str]) -> Contact:
    """Put something on the list. Raises `DomainError` for what is not of this kind, `Conflict`
    for what is there already."""
    reading = read(kind, text, state)
    row = Contact.objects.filter(kind=kind, value=reading.value).first()
    if row is not None and row.removed_at is None:
        raise _there()
    row = row or Contact(kind=kind, value=reading.value)
    row.removed_at = None
    return _keep(row, actor, "add_contact", text, state, labels)


@transaction.atomic
def change(
    *, contact: Contact, actor: Any, kind: str, text: str, state: str, labels: dict[str, str]
) -> Contact:
    """Correct an entry. Raises as `add` does."""
    reading = read(kind, text, state)
    others = Contact.objects.filter(kind=kind, value=reading.value).exclude(pk=contact.pk)
    if others.filter(removed_at=None).exists():
        raise _there()
    others.delete()
    contact.kind, contact.value = kind, reading.value
    return _keep(contact, actor, "change_contact", text, state, labels)


@transaction.atomic
def remove(*, contact: Contact, actor: Any) -> None:
    """Take it off the list; loading the same workspace again does not bring it back."""
    contact.removed_at = contact.changed_at = now()
    contact.edited = True
    contact.save(update_fields=["removed_at", "changed_at", "edited"])
    _note(actor, "remove_contact", contact)


def read(kind: str, text: str, state: str) -> Reading:
    """`text` as the list keeps this kind. Raises `DomainError`, on the field it is about."""
    if kind == Contact.Kind.ALIAS and state == Contact.State.OFFICIAL:
        raise DomainError(
            _(
                "Anybody can use a name, so none is official by itself: customers check a name "
                "on their own ticket. Here a name can only be a known scam."
            ),
            code="alias_not_official",
            field="state",
        )
    reading = as_kind(kind, text)
    if reading is None:
        raise DomainError(_WRONG.get(kind, _WRONG[""]), code="not_of_kind", field="text")
    return reading


_WRONG = {
    "": _("This cannot be read as the kind you chose."),
    "mail": _("Write a whole email address."),
    "phone": _("Write the number with its country code, such as +1 555 0142."),
    "social": _("Write the network and the name, such as x:@name, or the address of the page."),
    "website": _("Write a host such as www.kraken.example, or the address of a page."),
    "wallet": _("Write a whole wallet address."),
}


def forget_unlisted(listed: list[int]) -> None:
    """Remove what came from the workspace's file and stands there no more, unless somebody
    changed it at the desk."""
    rows = Contact.objects.exclude(pk__in=listed).exclude(loaded="").filter(edited=False)
    rows.delete()


def store(row: Contact) -> None:
    """Keep a row that was read from the workspace's own file."""
    row.save()


def _keep(
    row: Contact, actor: Any, verb: str, text: str, state: str, labels: dict[str, str]
) -> Contact:
    row.shown, row.state, row.labels = text.strip()[:300], state, labels
    row.edited, row.changed_at = True, now()
    row.save()
    _note(actor, verb, row)
    return row


def _note(actor: Any, verb: str, row: Contact) -> None:
    record(actor=actor, verb=verb, subject=row, kind=row.kind, value=row.value, state=row.state)


def _there() -> Conflict:
    return Conflict(_("This is on the list already."), code="listed", field="text")
