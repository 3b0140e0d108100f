"""How we may reach somebody, and when not."""

import re
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from octant.core.people.fields import NameField
from octant.core.people.models import Reach
from octant.core.ports.registry import surfaces

ANSWERING = ("live_chat", "email", "phone")  # ways by which somebody is answered in person
_TELEGRAM = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}")
_SKYPE = re.compile(r"[A-Za-z][A-Za-z0-9.,_:-]{5,63}")
_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}


def _channels() -> list[tuple[str, Any]]:
    """Those that can be used, besides none in particular."""
    ways = [(s.key, s.name) for s in surfaces() if s.key in ANSWERING and s.available]
    return [("", _("No preference")), *ways]


class ReachForm(forms.Form):
    """Everything may stay empty."""

    channel = forms.ChoiceField(label=_("How you like to be answered"), required=False)
    other_email = forms.EmailField(
        label=_("Another email address"),
        required=False,
        max_length=254,
        help_text=_("For agents to know. Mails about tickets go to your registered address alone."),
        error_messages={"invalid": _("Write a whole email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        help_text=_("With the country code, for example +44 20 7946 0958."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    telegram = NameField(
        label=_("Telegram name"),
        required=False,
        max_length=40,
        help_text=_("We never write to you first on Telegram. Whoever does is not us."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    skype = NameField(
        label=_("Skype name"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    mail_answers = forms.BooleanField(
        label=_("Mail me answers that I have not seen"),
        required=False,
        help_text=_("Without it you find them under “My requests”. Mails of yours are answered."),
    )
    mail_news = forms.BooleanField(
        label=_("Mail me when it takes longer and when it is solved"),
        required=False,
        help_text=_("Before we close a ticket because we wait for you, we always write."),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        help_text=_("Mails about answers wait until your quiet hours are over, in your time zone."),
        error_messages={"invalid": _("Write a time like 22:00.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        error_messages={"invalid": _("Write a time like 22:00.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, row: Reach, **more: Any) -> None:
        more["initial"] = {name: getattr(row, name) for name in type(self).base_fields}
        super().__init__(*args, **more)
        self.fields["channel"].choices = _channels()  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """As E.164, however it was written."""
        given = str(self.cleaned_data["phone"]).strip()
        if not given:
            return ""
        try:
            number = phonenumbers.parse(given)
        except phonenumbers.NumberParseException as error:
            raise forms.ValidationError(
                _("Write the number with its country code, beginning with +.")
            ) from error
        if not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("This number has too few or too many digits."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def clean_telegram(self) -> str:
        name = str(self.cleaned_data["telegram"]).removeprefix("@")
        if name and not _TELEGRAM.fullmatch(name):
            raise forms.ValidationError(_("Telegram names have 5 to 32 letters, digits and _."))
        return name

    def clean_skype(self) -> str:
        name = str(self.cleaned_data["skype"])
        if name and not _SKYPE.fullmatch(name):
            raise forms.ValidationError(_("This is no Skype name."))
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("quiet_from"), given.get("quiet_until")
        if (begins is None) != (ends is None) and not {"quiet_from", "quiet_until"} & set(
            self.errors
        ):
            missing = "quiet_from" if begins is None else "quiet_until"
            self.add_error(missing, _("Give both times, or neither."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", _("Give two different times."))
        return given
