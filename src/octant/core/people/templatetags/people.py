"""Tags of the sign-in pages."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString

from octant.core.people import access
from octant.kit.ui.templatetags.ui import field

register = template.Library()


@register.simple_tag
def plain_field(bound: BoundField, hint: str = "") -> SafeString:
    """A field of a library's form in our own shape: no placeholder that repeats the label,
    no list of password rules but a sentence."""
    bound.field.widget.attrs.pop("placeholder", None)
    bound.field.help_text = hint or ("" if "<" in str(bound.help_text) else bound.help_text)
    return field(bound)


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
