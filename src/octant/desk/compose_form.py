"""A mail that an agent writes first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from octant.desk import words

TEXT_CHARACTERS = 20_000


class ComposeForm(forms.Form):
    """Whom to write to, about what, and what."""

    use_required_attribute = False

    id = forms.CharField(widget=forms.HiddenInput)
    to = forms.CharField(
        label=pgettext_lazy("of a mail", "To"),
        help_text=_("The registered address of a customer, or any other address."),
        max_length=254,
        error_messages={"required": _("Give the address to write to.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Only for an address that nobody is registered with."),
        max_length=120,
        required=False,
    )
    cc = forms.CharField(
        label=_("Copy to"),
        help_text=_("Addresses with commas between them; they read this mail and nothing else."),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=words.LANGUAGES.items())
    category = forms.ChoiceField(label=_("Topic"), required=False)
    subject = forms.CharField(
        label=pgettext_lazy("of a mail", "Subject"),
        max_length=200,
        error_messages={"required": _("Give the mail a subject.")},
    )
    text = forms.CharField(
        label=_("Message"),
        help_text=_("Greeting, signature, ticket number and message code are added."),
        max_length=TEXT_CHARACTERS,
        error_messages={"required": _("Please write a message.")},
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
    )

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("No topic")), *topics]  # type: ignore[attr-defined]
