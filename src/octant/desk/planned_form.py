"""A planned reply as it is changed. What is in it is checked by the services."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from octant.core.tickets.drafts import mark_of
from octant.kit.clock import zone_of
from octant.kit.errors import DomainError

if TYPE_CHECKING:
    from octant.core.tickets.models import Draft

_NO_HELP = {"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}


class _Checked(forms.CharField):
    """Whether it may be as it is, the service decides."""

    def validate(self, value: Any) -> None:
        pass


class PlannedForm(forms.Form):
    """`at` is a time by the clock of `zone`, which a script changes from UTC to the reader's own.
    `seen`, `heard` and `client` say what the reader had before them (`change_planned`)."""

    use_required_attribute = False

    text = _Checked(
        label=gettext_lazy("Message"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    cc = forms.CharField(
        label=gettext_lazy("Copy to"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "email", **_NO_HELP}),
    )
    unquoted = forms.BooleanField(
        label=gettext_lazy("Leave out what the customer wrote"), required=False
    )
    at = _Checked(
        label=gettext_lazy("Send at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "autocomplete": "off"}),
    )
    zone = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    heard = forms.CharField(required=False, widget=forms.HiddenInput)
    client = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, row: "Draft", data: Any = None) -> None:
        super().__init__(data, initial=_initial(row), auto_id=f"planned-{row.pk}-%s")
        if data is None:
            self.fields["at"].widget.attrs["data-moment"] = _utc(row).isoformat()
        self.shown_zone = (data or self.initial).get("zone") or "UTC"


def _initial(row: "Draft") -> dict[str, Any]:
    copies = row.way.get("cc", "")
    return {
        "text": row.text,
        "cc": copies if isinstance(copies, str) else ", ".join(copies),
        "unquoted": row.way.get("quote") is False,
        "at": _utc(row).strftime("%Y-%m-%dT%H:%M"),
        "zone": "UTC",
        "seen": mark_of(row),
        "heard": row.ticket.last_seq,
        "client": row.client_id or "",
    }


def _utc(row: "Draft") -> datetime:
    return (row.due_at or row.saved_at).astimezone(UTC)


def moment_of(at: str, zone: str) -> datetime:
    """The moment that a form's time means. Raises `DomainError`."""
    try:
        moment = datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError as error:
        raise DomainError(_("Choose day and time."), field="at", code="no_moment") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone_of(zone[:64]))
