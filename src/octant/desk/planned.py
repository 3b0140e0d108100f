"""Replies that wait for their time, as a ticket shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from octant.core.people.access import may_lead
from octant.core.ports.registry import at_desk
from octant.core.tickets.drafts import last_heard
from octant.core.tickets.selectors import files_waiting
from octant.desk.planned_form import PlannedForm

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Draft, File, Ticket


@dataclass(slots=True)
class Planned:
    """One of them. `form` is there for who may change it; after a refused change it holds what
    they wrote, and `row` what is planned now."""

    row: "Draft"
    form: PlannedForm | None = None
    files: "list[File]" = field(default_factory=list)  # that it carries
    offered: "list[tuple[File, bool]]" = field(default_factory=list)  # in the form, and chosen
    asks: Sequence[tuple[str, str]] = ()  # what the guard found
    meanwhile: str = ""  # who changed it behind this form
    overtaken: bool = False  # the customer has written since: it stops unless it is saved again
    copying: bool = False  # its channel has copies, and quotes what the customer wrote

    @property
    def open(self) -> bool:
        return self.form is not None and self.form.is_bound

    @property
    def copies(self) -> str:
        said = self.row.way.get("cc", "")
        return said if isinstance(said, str) else ", ".join(said)


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was not taken: of which row, what was sent, and why."""

    draft: int
    data: Mapping[str, Any]
    files: Sequence[str]
    sentence: str
    field: str = ""
    asks: Sequence[tuple[str, str]] = ()
    meanwhile: str = ""


def planned_on(
    reader: "User", ticket: "Ticket", rows: "Sequence[Draft]", refused: Refused | None = None
) -> list[Planned]:
    """A query, and one more where any of them, or a refused change, carries files."""
    heard = last_heard(ticket)
    names = [name for row in rows for name in row.files]
    found = files_waiting(reader, ticket, [*names, *(refused.files if refused else ())])
    shown = [_planned(reader, row, found, refused) for row in rows]
    for each in shown:
        each.copying = ticket.channel in at_desk()
        each.overtaken = heard > each.row.said_seq
    return shown


def _planned(reader: "User", row: "Draft", found: "list[File]", refused: Refused | None) -> Planned:
    mine = [each for each in found if each.public_id in row.files]
    shown = Planned(row, files=mine, offered=[(each, True) for each in mine])
    if row.agent_id != reader.pk and not may_lead(reader):
        return shown
    if refused is None or refused.draft != row.pk:
        shown.form = PlannedForm(row)
        return shown
    shown.form = PlannedForm(row, refused.data)
    shown.form.is_valid()
    where = refused.field if refused.field in shown.form.fields else None
    shown.form.add_error(where, refused.sentence)
    names = {*row.files, *refused.files}
    chosen = [each for each in found if each.public_id in names]
    shown.offered = [(each, each.public_id in refused.files) for each in chosen]
    shown.asks, shown.meanwhile = refused.asks, refused.meanwhile
    return shown
