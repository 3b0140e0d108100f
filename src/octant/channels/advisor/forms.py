"""What a customer says on the contact page. Nothing of it is stored."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as p

MOST_CHARACTERS = 8000

URGENCY = (
    ("low", p("urgency", "No hurry")),
    ("normal", p("urgency", "Usual")),
    ("high", p("urgency", "Urgent")),
    ("critical", p("urgency", "Account in danger")),
)
COMPLEXITY = (
    ("simple", p("complexity", "A simple question")),
    ("moderate", p("complexity", "One problem")),
    ("complex", p("complexity", "A long story or evidence")),
)
PREFERENCE = (
    ("none", p("preference", "All the same to me")),
    ("read", p("preference", "Read it myself")),
    ("chat", p("preference", "Chat")),
    ("write", p("preference", "Email")),
    ("voice", p("preference", "Speak")),
)
CONTROLS: tuple[tuple[str, Any, Any], ...] = (
    ("urgency", _("How urgent is it?"), URGENCY),
    ("complexity", _("How much is there to it?"), COMPLEXITY),
    ("preference", _("How would you like to be helped?"), PREFERENCE),
)


class AdviceForm(forms.Form):
    """`urgency`, `complexity` and `preference` are what the page shows; those that differ from
    what it last understood (`was_…`) are the customer's own word."""

    text = forms.CharField(required=False, max_length=MOST_CHARACTERS, strip=True)
    topic = forms.CharField(required=False, max_length=80)
    urgency = forms.ChoiceField(required=False, choices=URGENCY)
    complexity = forms.ChoiceField(required=False, choices=COMPLEXITY)
    preference = forms.ChoiceField(required=False, choices=PREFERENCE)
    was_urgency = forms.ChoiceField(required=False, choices=URGENCY)
    was_complexity = forms.ChoiceField(required=False, choices=COMPLEXITY)
    was_preference = forms.ChoiceField(required=False, choices=PREFERENCE)

    def corrections(self) -> dict[str, str]:
        """{control: value} of what the customer set by hand; empty where they let it be."""
        given = self.cleaned_data
        names = ("urgency", "complexity", "preference")
        return {n: given[n] if given[n] != given[f"was_{n}"] else "" for n in names}
