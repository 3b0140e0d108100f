"""What a person of the demonstration fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from octant.channels.email import config
from octant.channels.email.demo.mailbox import may_be_read


class AddressForm(forms.Form):
    """Whose mailbox to open."""

    address = forms.CharField(
        label=_("Another address"),
        help_text=_("Any that ends in .example, for instance you@post.example."),
        max_length=254,
        strip=True,
        error_messages={"required": _("Give an address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).lower()
        if not may_be_read(address):
            raise forms.ValidationError(
                _("Only made-up addresses can be read here, and none of our own.")
            )
        return address


class AnswerForm(forms.Form):
    """An answer to a mail."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Your answer"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write something first.")},
    )


class MailForm(AnswerForm):
    """A new mail to one of our mailboxes."""

    to = forms.ChoiceField(label=pgettext_lazy("of a mail", "To"))
    subject = forms.CharField(
        label=pgettext_lazy("of a mail", "Subject"), max_length=200, required=False
    )
    field_order = ("to", "subject", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(b.address, b.address) for b in config.mailboxes()]  # type: ignore[attr-defined]
        self.fields["text"].label = pgettext_lazy("of a mail", "Message")
