"""A prepared reply as leads fill it in. What is in it is checked by the services."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from octant.core.tickets.canned import Prepared
from octant.core.tickets.services.canned import SHORTCUT_CHARACTERS, TEXT_CHARACTERS
from octant.core.tickets.services.canned import TITLE_CHARACTERS as TITLE


class _Text(forms.CharField):
    """Whether it may stay empty depends on the other languages: the service decides."""

    def validate(self, value: Any) -> None:
        pass


class ReplyForm(forms.Form):
    """Fields `title_en`, `text_en`, and so on for every language."""

    use_required_attribute = False

    shortcut = forms.CharField(
        label=_("Shortcut"),
        help_text=_("What agents type to find it, for example /bank-name."),
        max_length=SHORTCUT_CHARACTERS,
        error_messages={"required": _("Give the reply a shortcut.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    category = forms.ChoiceField(label=_("Topic"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, reply: Prepared | None, categories: list[tuple[str, str]]
    ) -> None:
        super().__init__(data, initial=_initial(reply))
        self.fields["category"].choices = [("", _("No topic")), *categories]  # type: ignore[attr-defined]
        for code, _name in settings.LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title"),
                max_length=TITLE,
                required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"text_{code}"] = _Text(
                label=_("Reply"),
                max_length=TEXT_CHARACTERS,
                widget=forms.Textarea(attrs={"rows": 8, "lang": code, "spellcheck": "true"}),
            )

    def languages(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """(code, name, its title and text) in the product's order."""
        for code, name in settings.LANGUAGES:
            yield code, name, [self[f"title_{code}"], self[f"text_{code}"]]

    def words(self) -> dict[str, Any]:
        """The fields as services take them."""
        given = self.cleaned_data
        return {
            "shortcut": given["shortcut"],
            "category": given["category"],
            "titles": {code: given[f"title_{code}"] for code, _name in settings.LANGUAGES},
            "texts": {code: given[f"text_{code}"] for code, _name in settings.LANGUAGES},
        }


def _initial(reply: Prepared | None) -> dict[str, Any]:
    if reply is None:
        return {}
    titles = {f"title_{code}": title for code, title in reply.titles.items()}
    texts = {f"text_{code}": text for code, text in reply.texts.items()}
    known = {"shortcut": reply.shortcut, "category": reply.category, "seen": reply.mark}
    return known | titles | texts
