"""What leads fill in of policies and calendars, and how it reads from one that stands."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from octant.core.ports.registry import surfaces
from octant.core.promises.hours import holidays_from, weekly_from, written
from octant.core.tickets.lists import priority_choices

if TYPE_CHECKING:
    from octant.core.promises.models import Calendar, Policy

_MINUTES = ("first_minutes", "next_minutes", "solution_minutes")


def _target(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=525_600, required=False)


def _several(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.SelectMultiple(attrs={"size": 5})
    )


class PolicyForm(forms.Form):
    """Conditions, targets in minutes, and what happens when they are missed."""

    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60, required=False)
    position = forms.IntegerField(
        label=_("Place"),
        help_text=_("The lowest that fits counts."),
        min_value=1,
        max_value=999,
        initial=50,
    )
    channels = _several(_("Channels"))
    categories = _several(_("Topics"))
    priorities = _several(_("Priorities"))
    tiers = forms.CharField(
        label=_("Customer tiers"),
        help_text=_("As the exchange names them, separated by commas. Empty: all."),
        max_length=200,
        required=False,
    )
    first_minutes = _target(_("First answer, minutes"))
    next_minutes = _target(_("Next answer, minutes"))
    solution_minutes = _target(_("Solution, minutes"))
    calendar = forms.ChoiceField(label=_("Calendar"), required=False)
    warn_percent = forms.IntegerField(
        label=_("Warn after percent of the time"), min_value=10, max_value=99, initial=75
    )
    escalate_priority = forms.ChoiceField(label=_("When broken: raise to"), required=False)
    escalate_queue = forms.ChoiceField(label=_("When broken: move to"), required=False)
    notify_leads = forms.BooleanField(
        label=_("When broken: tell the leads"), required=False, initial=True
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        calendars: list[tuple[str, str]],
        topics: list[tuple[str, str]],
        queues: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        priorities = [(str(value), name) for value, name in priority_choices()]
        for name, choices in {
            "channels": [(s.key, s.name) for s in surfaces()],
            "categories": topics,
            "priorities": priorities,
            "calendar": [("", _("Around the clock")), *calendars],
            "escalate_priority": [("", _("no change")), *priorities],
            "escalate_queue": [("", _("no change")), *queues],
        }.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    @staticmethod
    def of(policy: "Policy") -> dict[str, Any]:
        """What the form shows of a policy."""
        if policy.pk is None:
            return {}
        same = ("position", "channels", "categories", "priorities", "warn_percent", *_MINUTES)
        more = ("escalate_priority", "escalate_queue", "notify_leads", "active")
        return {
            **{name: getattr(policy, name) for name in (*same, *more)},
            "name_en": policy.names.get("en", ""),
            "name_zh": policy.names.get("zh-hans", ""),
            "tiers": ", ".join(policy.tiers),
            "calendar": policy.calendar_id or "",
        }

    def fill(self, policy: "Policy", calendars: "list[Calendar]") -> "Policy":
        """Put what was filled in into a policy, without keeping it."""
        given = self.cleaned_data
        for name in ("position", "channels", "categories", "warn_percent", *_MINUTES):
            setattr(policy, name, given[name])
        policy.names = _names(given)
        policy.priorities = [int(value) for value in given["priorities"]]
        policy.tiers = [word for word in given["tiers"].replace("，", ",").split(",") if word]
        policy.tiers = [" ".join(word.split())[:40] for word in policy.tiers]
        policy.calendar = next((c for c in calendars if str(c.pk) == given["calendar"]), None)
        raised = given["escalate_priority"]
        policy.escalate_priority = int(raised) if raised else None
        policy.escalate_queue = given["escalate_queue"]
        policy.notify_leads, policy.active = given["notify_leads"], given["active"]
        return policy


class CalendarForm(forms.Form):
    """Hours of the week and days that differ, a line a day."""

    name_en = forms.CharField(label=_("Name in English"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60, required=False)
    zone = forms.CharField(label=_("Time zone"), max_length=64, initial="UTC")
    weekly = forms.CharField(
        label=_("Hours of the week"),
        help_text=_("A line a day: monday 09:00-12:00 13:00-18:00. Empty: around the clock."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    holidays = forms.CharField(
        label=_("Holidays"),
        help_text=_("A line a day: 2026-12-25, or 2026-12-24 09:00-12:00 for other hours."),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @staticmethod
    def of(calendar: "Calendar") -> dict[str, Any]:
        """What the form shows of a calendar."""
        if calendar.pk is None:
            return {}
        return {
            "name_en": calendar.names.get("en", ""),
            "name_zh": calendar.names.get("zh-hans", ""),
            "zone": calendar.zone,
            "weekly": written(calendar.weekly),
            "holidays": written(calendar.holidays),
        }

    def fill(self, calendar: "Calendar") -> "Calendar":
        """Put what was filled in into a calendar. Raises DomainError for what cannot be read."""
        given = self.cleaned_data
        calendar.names, calendar.zone = _names(given), given["zone"]
        calendar.weekly = weekly_from(given["weekly"])
        calendar.holidays = holidays_from(given["holidays"])
        return calendar


def _names(given: dict[str, Any]) -> dict[str, str]:
    names = {"en": given["name_en"], "zh-hans": given["name_zh"]}
    return {code: name for code, name in names.items() if name}
