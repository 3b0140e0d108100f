"""What people type on the verify page and report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from octant.core.people.fields import NameField
from octant.core.proof.reach import KEY_CHARS
from octant.core.safety.contacts.normalise import MAX_CHARS


class AskForm(forms.Form):
    """One box; and for those who are not signed in, the link to their ticket."""

    text = forms.CharField(
        label=_("What do you want to check?"),
        max_length=MAX_CHARS,
        error_messages={
            "required": _("Type or paste what reached you."),
            "max_length": _("Paste one address, number, name or code, not the whole message."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    link = forms.CharField(
        label=_("Link to your ticket"),
        required=False,
        max_length=KEY_CHARS,
        help_text=_("It stands in our mails. With it we can confirm messages of this ticket."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FilesInput(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, each cleaned on its own; which types may come the door decides."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


class ReportForm(forms.Form):
    """A phishing case. Guests say who they are."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.CharField(
        label=_("What pretends to be us?"),
        max_length=MAX_CHARS,
        required=False,
        help_text=_("An email address, number, name, web address or wallet address."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    text = forms.CharField(
        label=_("What happened?"),
        max_length=8000,
        strip=True,
        help_text=_("When, where, and what were you asked to do? Leave out passwords and codes."),
        error_messages={"required": _("Please describe what happened.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    name = NameField(
        label=_("Your name"),
        error_messages={"required": _("Tell us what to call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("We answer there."),
        error_messages={
            "required": _("Give an address where we can answer."),
            "invalid": _("Write a whole email address."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    evidence = FilesField(
        label=_("Evidence"),
        required=False,
        help_text=_("Screenshots or the mail as a PDF. No pictures of passwords or seed phrases."),
    )

    gave_away = forms.BooleanField(
        label=_("I gave something away: a password, a code, recovery words or remote access"),
        required=False,
        help_text=_("Then your case goes first, and the security team is called at once."),
    )

    def __init__(self, *args: Any, guest: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not guest:
            del self.fields["name"], self.fields["email"]
