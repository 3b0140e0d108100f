"""What agents fill in. Choices come in from the view, in the agent's language."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from octant.desk import words

if TYPE_CHECKING:
    from octant.core.safety.models import Contact

MINUTES_A_DAY = 24 * 60


class TransferForm(forms.Form):
    """Hand a ticket to an agent, a team or a queue."""

    to = forms.ChoiceField(
        label=_("Hand over to"), error_messages={"required": _("Choose who should get the ticket.")}
    )
    note = forms.CharField(
        label=_("Note for them"),
        help_text=_("Only staff see it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, targets: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose…")), *targets]


class MergeForm(forms.Form):
    """Join this ticket to another one of the same customer."""

    into = forms.CharField(
        label=_("Ticket that stays"),
        max_length=24,
        strip=True,
        error_messages={"required": _("Give the number of the ticket that stays.")},
    )


class SplitForm(forms.Form):
    """What the other ticket is about."""

    subject = forms.CharField(
        label=_("Subject of the new ticket"),
        help_text=_("Empty: its first words."),
        max_length=200,
        required=False,
    )

    @staticmethod
    def done(number: str) -> str:
        return gettext("Ticket %(number)s has these messages now.") % {"number": number}


class BlockForm(forms.Form):
    """Why a customer may not chat any more."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For your colleagues; the customer does not see it."),
        max_length=200,
        error_messages={"required": _("Give a reason, so that colleagues can judge it later.")},
    )


class SameForm(forms.Form):
    """Which other customer is the same person, and why. What stands in `number` is meant first."""

    other = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    number = forms.CharField(
        label=_("Or the number of a ticket of theirs"), max_length=24, strip=True, required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For your colleagues; the customer does not see it."),
        max_length=300,
        error_messages={"required": _("Give a reason, so that colleagues can judge it later.")},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("other") and not given.get("number") and not self.errors.get("other"):
            self.add_error("other", _("Choose who is the same person, or give a ticket's number."))
        return given


class ApartForm(forms.Form):
    """Why two that were joined are two after all."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For your colleagues; the customer does not see it."),
        max_length=300,
        error_messages={"required": _("Give a reason, so that colleagues can judge it later.")},
    )


class ShiftForm(forms.Form):
    """A weekly shift, in UTC; an end at or before the start is on the next day."""

    user = forms.ChoiceField(label=_("Agent"))
    day = forms.ChoiceField(label=_("Day"))
    start = forms.TimeField(
        label=_("From (UTC)"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Give a time such as 08:00.")},
    )
    end = forms.TimeField(
        label=_("To (UTC)"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Give a time such as 16:00.")},
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("user", people), ("day", list(enumerate(words.DAYS)))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def span(self) -> tuple[int, int]:
        """(first minute of the week, length in minutes)."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        first = start.hour * 60 + start.minute
        minutes = (end.hour * 60 + end.minute - first) % MINUTES_A_DAY or MINUTES_A_DAY
        return int(self.cleaned_data["day"]) * MINUTES_A_DAY + first, minutes


class ContactForm(forms.Form):
    """An entry of the list of contacts, with what it is for in each language."""

    kind = forms.ChoiceField(label=_("Kind"), choices=words.CONTACT_KINDS)
    text = forms.CharField(
        label=_("Address, number or name"),
        max_length=300,
        strip=True,
        error_messages={"required": _("Give the address, number or name.")},
    )
    state = forms.ChoiceField(label=_("It is"), choices=words.CONTACT_STATES)
    label_en = forms.CharField(label=_("What it is, in English"), required=False, max_length=200)
    label_zh = forms.CharField(label=_("What it is, in Chinese"), required=False, max_length=200)

    @staticmethod
    def of(contact: "Contact") -> dict[str, str]:
        """What the form shows of an entry that stands."""
        social = contact.kind == "social"
        return {
            "kind": contact.kind,
            "text": contact.value if social else contact.shown,
            "state": contact.state,
            "label_en": contact.labels.get("en", ""),
            "label_zh": contact.labels.get("zh-hans", ""),
        }

    def entry(self) -> dict[str, Any]:
        """What the services of the list take."""
        given = self.cleaned_data
        labels = {"en": given["label_en"], "zh-hans": given["label_zh"]}
        return {
            "kind": given["kind"],
            "text": given["text"],
            "state": given["state"],
            "labels": {code: text for code, text in labels.items() if text},
        }


class LinkForm(forms.Form):
    """A site or an address for the allow list or the blocklist."""

    entry = forms.CharField(
        label=_("Site or address"),
        help_text=_("A site holds for everything below it: example.com, or example.com/pay."),
        max_length=500,
        error_messages={"required": _("Give a site such as example.com, or an address.")},
    )
    which = forms.ChoiceField(
        label=_("On which list"), choices=[("block", _("Blocklist")), ("allow", _("Allow list"))]
    )
    note = forms.CharField(label=_("Why"), required=False, max_length=200)


class FeedForm(forms.Form):
    """Where reported harmful sites are fetched."""

    address = forms.CharField(
        label=_("Address of the feed"),
        help_text=_("A list with one site or address a line, at https. Empty for none."),
        max_length=500,
        required=False,
    )


class PeriodForm(forms.Form):
    """Another time for one kind of data."""

    kind = forms.ChoiceField(label=_("Kind of data"))
    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=3650,
        error_messages={"required": _("Give the number of days.")},
    )

    def __init__(self, *args: Any, kinds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = kinds


class HoldForm(forms.Form):
    """Why something must be kept, and whether only one ticket."""

    ticket = forms.CharField(
        label=_("Ticket"),
        help_text=_("Empty: everything of this customer."),
        required=False,
        max_length=24,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("A file number rather than a name; the customer does not see it."),
        max_length=300,
        error_messages={"required": _("Say why, so that it can be lifted one day.")},
    )


class ScreeningForm(forms.Form):
    """A rule of the workspace's own for what is masked or warned of."""

    label_en = forms.CharField(label=_("Name in English"), max_length=60)
    label_zh = forms.CharField(label=_("Name in Chinese"), max_length=60, required=False)
    form = forms.ChoiceField(
        label=_("Written as"),
        choices=[
            ("shape", _("A shape")),
            ("literal", _("Exact words")),
            ("regex", _("A regular expression")),
        ],
    )
    pattern = forms.CharField(
        label=_("What to look for"),
        help_text=_(
            "In a shape # is a digit, @ a letter, ? either of them, * up to 32 of them. "
            "A regular expression may repeat only so often: {1,20} rather than +."
        ),
        max_length=300,
    )
    action = forms.ChoiceField(
        label=_("What then happens"),
        choices=[
            ("redact", _("Remove it")),
            ("hold", _("Hide it and ask")),
            ("warn", _("Leave it and warn")),
        ],
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    sample = forms.CharField(
        label=_("A text to try it on"), required=False, widget=forms.Textarea, max_length=8000
    )

    def rule(self) -> dict[str, Any]:
        """As `rules.services.save_rule` takes it."""
        found = self.cleaned_data
        labels = {"en": found["label_en"], "zh-hans": found["label_zh"] or found["label_en"]}
        kept = {name: found[name] for name in ("form", "pattern", "action", "active")}
        return {**kept, "labels": labels}
