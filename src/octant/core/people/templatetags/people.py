"""Tags of the sign-in pages."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from octant.core.people import access, activity_words, devices
from octant.core.people.models import SignInEvent
from octant.kit.ui.templatetags.ui import field

register = template.Library()


# The libraries' own labels where they are too short or miss a translation.
_LABELS = {"login": gettext_lazy("Email address"), "email": gettext_lazy("Email address")}


@register.simple_tag
def plain_field(bound: BoundField, hint: str = "", label: str = "") -> SafeString:
    """A field of a library's form in our own shape: no placeholder that repeats the label,
    no list of password rules but a sentence."""
    bound.field.widget.attrs.pop("placeholder", None)
    bound.label = label or _LABELS.get(bound.name) or bound.label
    bound.help_text = hint or ("" if "<" in str(bound.help_text) else bound.help_text)
    return field(bound)


@register.filter
def device(agent: str) -> str:
    """A browser's own description of itself in three words; what it is unsure of stays as is."""
    browser, system = devices.families(agent)
    return named(browser, system) if browser and system else agent[:120]


def named(browser: str, system: str) -> str:
    """A browser and a system as one name, as far as they are known."""
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


@register.simple_tag
def device_of(event: SignInEvent) -> str:
    """With what it was done."""
    return named(event.browser, event.system)


@register.simple_tag
def happened(event: SignInEvent) -> str:
    """What it was, in a few words."""
    return activity_words.sentence(event)


@register.simple_tag
def ways_of(event: SignInEvent) -> str:
    """By which means somebody signed in."""
    return activity_words.ways(event)


@register.simple_tag(takes_context=True)
def second_factor_missing(context: Context) -> bool:
    """Whether the reader is staff who must set up a second factor first."""
    user: Any = context["request"].user
    return access.is_user(user) and access.second_factor_missing(user)


@register.simple_tag(takes_context=True)
def workplace(context: Context) -> str:
    """Where the reader's work is, or nothing for customers."""
    from octant.core.people.adapters import home_of

    user: Any = context["request"].user
    return home_of(user) if access.is_user(user) and user.is_staff else ""
