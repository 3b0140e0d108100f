"""What editors fill in. Length and content are checked by the services."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from octant.core.knowledge import rules
from octant.core.knowledge.choices import Kind, Significance
from octant.core.knowledge.texts import clean
from octant.kit.errors import DomainError

_LOCAL = "%Y-%m-%dT%H:%M"


class KeywordsField(forms.CharField):
    """Keywords, a comma (either width) between them."""

    def to_python(self, value: Any) -> Any:
        return clean(str(value or "")).replace("，", ",").replace("、", ",")


class TextForm(forms.Form):
    """An article's text in one language."""

    title = forms.CharField(label=_("Title"), max_length=rules.TITLE_CHARACTERS)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=rules.SUMMARY_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    keywords = KeywordsField(
        label=_("Keywords"),
        help_text=_("Other words that readers search for, with commas between."),
        required=False,
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=rules.BODY_CHARACTERS,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
    )

    def words(self) -> dict[str, Any]:
        """The fields as services take them."""
        values = {key: self.cleaned_data[key] for key in ("title", "summary", "body")}
        keywords = [word for word in self.cleaned_data["keywords"].split(",") if word.strip()]
        return {**values, "keywords": keywords}

    def refuse(self, error: DomainError) -> None:
        """Show a service's refusal beside its field."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class EditForm(TextForm):
    """A text and what its change means."""

    significance = forms.ChoiceField(
        label=_("How much does this change matter?"),
        choices=Significance.choices,
        initial=Significance.MINOR,
    )
    comment = forms.CharField(
        label=_("What did you change?"),
        help_text=_("One line for the history."),
        max_length=300,
        required=False,
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NewForm(TextForm):
    """A new article."""

    slug = forms.CharField(
        label=_("Article address"),
        help_text=_("Small letters, digits and hyphens, for example withdrawal-delayed."),
        max_length=80,
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    category = forms.ChoiceField(label=_("Topic"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)

    field_order = ("title", "slug", "language", "category", "kind", "summary", "keywords", "body")

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]


class DetailsForm(forms.Form):
    """All that belongs to an article rather than to one of its texts."""

    category = forms.ChoiceField(label=_("Topic"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    related = forms.CharField(
        label=_("Related articles"),
        help_text=_("Their addresses, with commas between, the most useful first."),
        required=False,
        max_length=1000,
    )
    pinned = forms.IntegerField(
        label=_("Place among the popular articles"),
        help_text=_("1 comes first. Empty: by what readers do."),
        min_value=1,
        max_value=999,
        required=False,
    )
    review_by = forms.DateField(
        label=_("Look at it again by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    expires_at = forms.DateTimeField(
        label=_("Withdraw it at (UTC)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL),
    )
    example_figures = forms.BooleanField(
        label=_("Fees, limits and times in it are examples"), required=False
    )

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]


class ScheduleForm(forms.Form):
    """When to publish."""

    publish_at = forms.DateTimeField(
        label=_("Publish at (UTC)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL),
    )


class GroupForm(forms.Form):
    """Equal terms: one box a language, a comma or a line between terms."""

    group = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[code] = KeywordsField(label=name, required=False, max_length=2000)

    def terms(self) -> dict[str, list[str]]:
        """{language: [term, …]}."""
        return {
            code: [term for term in self.cleaned_data.get(code, "").split(",") if term.strip()]
            for code, _name in settings.LANGUAGES
        }
