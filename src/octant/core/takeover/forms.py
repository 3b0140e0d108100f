"""What somebody in a hurry fills in: as little as we can."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from octant.core.people.fields import NameField
from octant.core.takeover.services.reporting import MAX_CHARS


class AlarmForm(forms.Form):
    """Guests say who they are; what happened may be told later."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    name = NameField(
        label=_("Your name"),
        error_messages={"required": _("Tell us what to call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("One that only you can read. We answer there."),
        error_messages={
            "required": _("Give an address where we can answer."),
            "invalid": _("Write a whole email address."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("What did you see?"),
        max_length=MAX_CHARS,
        required=False,
        help_text=_("You can write this later as well. Leave out passwords and codes."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, guest: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not guest:
            del self.fields["name"], self.fields["email"]
