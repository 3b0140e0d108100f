"""What somebody fills in to write to us from the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NAME_CHARACTERS, ZONE_CHARACTERS = 120, 64


class WritingForm(forms.Form):
    """Who is signed in is known, and has no name and address to fill in. The words are checked by
    the services, so that nothing is cut off."""

    use_required_attribute = False

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    timezone = forms.CharField(required=False, max_length=ZONE_CHARACTERS)
    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_CHARACTERS,
        error_messages={"required": _("Please enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your registered email address"),
        max_length=254,
        error_messages={
            "required": _("Enter an address like name@example.com."),
            "invalid": _("Enter an address like name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    category = forms.CharField(
        max_length=80, error_messages={"required": _("Choose what it is about.")}
    )
    text = forms.CharField(
        strip=False,
        error_messages={"required": _("Please describe what happened.")},
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )

    def __init__(self, *args: Any, known: bool, topics: frozenset[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self._topics = topics
        if known:
            del self.fields["name"], self.fields["email"]

    def clean_category(self) -> str:
        key = str(self.cleaned_data["category"])
        if key not in self._topics:
            raise forms.ValidationError(_("Choose what it is about."))
        return key
