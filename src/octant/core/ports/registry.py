"""What is installed, read from the apps: adding a channel is one line in INSTALLED_APPS.

Each surface declares itself once, on its AppConfig, as `surface = Surface(...)`; a channel
adds `channel = SomeChannel()`, and `at_desk = …` for what it shows to agents.
"""

from functools import cache
from typing import Any

from django.apps import apps

from octant.core.ports.aside import Aside
from octant.core.ports.at_desk import AtDesk
from octant.core.ports.channel import Channel
from octant.core.ports.coming import COMING
from octant.core.ports.surface import KEYS, Surface
from octant.core.ports.wording import Wordings


@cache
def surfaces() -> tuple[Surface, ...]:
    """All eight, built or coming, in the order of KEYS."""
    declared = {s.key: s for c in apps.get_app_configs() if (s := getattr(c, "surface", None))}
    return tuple(declared.get(key) or COMING[key] for key in KEYS)


@cache
def channels() -> dict[str, Channel]:
    """Every installed channel by key."""
    found = (getattr(c, "channel", None) for c in apps.get_app_configs())
    return {c.key: c for c in found if c is not None}


@cache
def at_desk() -> dict[str, AtDesk]:
    """What channels add to the desk, by the channel's key."""
    found = (getattr(c, "at_desk", None) for c in apps.get_app_configs())
    return {a.key: a for a in found if a is not None}


@cache
def asides() -> dict[str, Aside]:
    """Where channels keep what they set aside, by the channel's key."""
    found = (getattr(c, "aside", None) for c in apps.get_app_configs())
    return {a.key: a for a in found if a is not None}


@cache
def wordings() -> dict[str, Wordings]:
    """What channels say by themselves, by the channel's key."""
    found = (getattr(c, "wording", None) for c in apps.get_app_configs())
    return {w.key: w for w in found if w is not None}


def carried(channel: str) -> bool:
    """Whether what is said on this channel is carried to the customer by the channel itself."""
    found = channels().get(channel)
    return found is not None and found.carries


def facts_of(key: str, *, category: str, language: str) -> dict[str, Any] | None:
    """What an installed surface itself tells of the moment: `surface_facts(category=, language=)`
    on its AppConfig, with the fields of `core.advice.facts.Facts`; None if it tells nothing."""
    for config in apps.get_app_configs():
        if getattr(getattr(config, "surface", None), "key", "") == key:
            told = getattr(config, "surface_facts", None)
            return dict(told(category=category, language=language)) if told else None
    return None
