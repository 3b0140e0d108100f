"""What people fill in about themselves, and administrators about staff."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from octant.core.people.fields import NameField
from octant.core.people.models import Role, User
from octant.core.people.own_addresses import demand_foreign
from octant.kit.clock import zone_names


def _languages() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


def _timezones() -> list[tuple[str, str]]:
    """Zones with a place in their name; the old abbreviations are left out."""
    places = sorted(zone for zone in zone_names() if _is_place(zone))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


def _is_place(zone: str) -> bool:
    area, _slash, rest = zone.partition("/")
    return bool(rest) and area not in ("Etc", "SystemV", "posix", "right", "US", "Mexico")


class SignupExtras(forms.Form):
    """What we ask on signing up besides address and password."""

    name = NameField(
        label=_("Your name"),
        help_text=_("What we should call you. It need not be the name in your documents."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def clean(self) -> Any:
        cleaned = super().clean()
        try:
            demand_foreign(str(self.cleaned_data.get("email", "")))
        except forms.ValidationError as error:
            self.add_error("email", error)
        return cleaned

    def signup(self, request: Any, user: User) -> None:
        """The adapter keeps the name together with the user."""


class ProfileForm(forms.Form):
    """A person's own settings."""

    name = NameField(label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    alias = NameField(
        label=_("Alias"),
        max_length=60,
        required=False,
        help_text=_("The name that customers see and can check, never your legal name."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_languages)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_timezones,
        help_text=_("Times are shown in it, and answers promised by it."),
    )

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        shown = {
            "name": user.name,
            "alias": user.alias,
            "language": user.language,
            "timezone": user.timezone,
        }
        more["initial"] = shown
        super().__init__(*args, **more)
        if not user.is_staff:
            del self.fields["alias"]


class AntiPhishingForm(forms.Form):
    """Words that only our mails can show."""

    code = NameField(
        label=_("Your code"),
        max_length=32,
        help_text=_("4 to 32 characters, such as two words that mean something only to you."),
        error_messages={"required": _("Choose a code, or leave the page.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class InviteForm(forms.Form):
    """A new member of staff, or a moderator."""

    name = NameField(label=_("Name"), help_text=_("Seen by staff only."))
    alias = NameField(
        label=_("Alias"), max_length=60, required=False, help_text=_("What customers see.")
    )
    email = forms.EmailField(
        label=_("Email address"), max_length=254, help_text=_("The invitation goes there.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.AGENT)
    language = forms.ChoiceField(label=_("Language"), choices=_languages)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
