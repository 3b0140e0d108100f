"""An announcement as it is written: all languages side by side, and when it comes out."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from octant.channels.help_center.editor.forms import ScheduleForm
from octant.core.knowledge import rules
from octant.core.knowledge.choices import NewsKind
from octant.core.knowledge.selectors.news import EditorsNews
from octant.kit.errors import DomainError


class _Words(forms.CharField):
    """Whether it may stay empty depends on the other fields: the service decides."""

    def validate(self, value: Any) -> None:
        pass


class NewsForm(forms.Form):
    """Fields `title_en`, `summary_en`, `body_en`, and so on for every language."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=_("Kind of news"), required=False)
    publish_at = forms.DateTimeField(
        label=_("Publish at (UTC)"),
        help_text=_("Only for “Publish at that time”."),
        required=False,
        widget=ScheduleForm.base_fields["publish_at"].widget,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, news: EditorsNews | None) -> None:
        super().__init__(data, initial=_initial(news))
        for code, _name in settings.LANGUAGES:
            self._add_language(code)
        self.fields["kind"].choices = _kinds(news)  # type: ignore[attr-defined]
        if news is None:
            self.fields["slug"] = forms.CharField(
                label=_("Announcement address"),
                help_text=_("Small letters, digits and hyphens. Empty: the day and the title."),
                max_length=80,
                required=False,
            )

    def _add_language(self, code: str) -> None:
        self.fields[f"title_{code}"] = _Words(
            label=_("Title"),
            max_length=rules.TITLE_CHARACTERS,
            widget=forms.TextInput(attrs={"lang": code}),
        )
        self.fields[f"summary_{code}"] = forms.CharField(
            label=_("Summary"),
            max_length=rules.SUMMARY_CHARACTERS,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
        )
        self.fields[f"body_{code}"] = _Words(
            label=_("Text"),
            max_length=rules.BODY_CHARACTERS,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "true", "lang": code}),
        )

    def languages(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """(code, name, its title, summary and body) in the product's order."""
        for code, name in settings.LANGUAGES:
            yield code, name, [self[f"{part}_{code}"] for part in ("title", "summary", "body")]

    def texts(self) -> dict[str, dict[str, str]]:
        """{language: {title, summary, body}} as services take them."""
        return {
            code: {
                part: self.cleaned_data.get(f"{part}_{code}", "")
                for part in ("title", "summary", "body")
            }
            for code, _name in settings.LANGUAGES
        }

    def refuse(self, error: DomainError) -> None:
        """Show a service's refusal beside its field."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


def _initial(news: EditorsNews | None) -> dict[str, Any]:
    if news is None:
        return {}
    words = {
        f"{part}_{code}": str(text.get(part, "")).strip()
        for code, text in news.texts.items()
        for part in ("title", "summary", "body")
    }
    planned = news.published_at if news.state == "planned" else None
    return {"kind": news.kind, "seen": news.mark, "publish_at": planned, **words}


def _kinds(news: EditorsNews | None) -> list[tuple[str, Any]]:
    """The product's kinds, and the one that this announcement's file names."""
    choices: list[tuple[str, Any]] = [("", _("None")), *NewsKind.choices]
    if news is not None and news.kind not in dict(choices):
        choices.append((news.kind, news.kind))
    return choices
