"""What a customer fills in on their ticket."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """Words and files. What was typed is checked by the services, so that nothing is cut off."""

    use_required_attribute = False

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your message"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class RatingForm(forms.Form):
    """One to five stars, and a word about why."""

    rating = forms.TypedChoiceField(
        choices=[(str(star), star) for star in range(1, 6)],
        coerce=int,
        error_messages={"required": _("Choose one to five stars.")},
    )
    comment = forms.CharField(required=False, max_length=2000)


def first_error(form: forms.Form) -> str:
    """What to mend first."""
    errors: Any = next(iter(form.errors.values()))
    return str(errors[0])
