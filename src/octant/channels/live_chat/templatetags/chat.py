"""What the chat's element carries in its attributes."""

from functools import cache

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.translation import get_language

from octant.channels.live_chat.origin import official_hosts
from octant.channels.live_chat.words import prompt
from octant.core.ports.workspace import workspace

register = template.Library()
SCREEN = "safety/screen.js"


@register.simple_tag
def chat_settings() -> dict[str, str]:
    """Hosts that the chat runs on, whether in private networks too, why not elsewhere, the
    reminder, the screening script."""
    return {
        "hosts": " ".join(sorted(official_hosts())),
        "refusal": prompt("wrong_host"),
        "reminder": workspace().text("reminder_short", language=get_language() or "en"),
        "private": "1" if settings.OCTANT_DEMO else "",
        "screen": static(SCREEN) if _has_screen() else "",
    }


@cache
def _has_screen() -> bool:
    return finders.find(SCREEN) is not None
