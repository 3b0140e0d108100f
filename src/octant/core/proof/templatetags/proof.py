"""Tags of the verify page."""

from django import template

from octant.core.safety import labels

register = template.Library()


@register.filter
def readable(text: str | None) -> str:
    """Stored text with its masks in the reader's words."""
    return labels.readable(text or "")
