"""Reads of the lists of links. The caller has checked that the reader may lead."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from octant.core.safety.models import LinkFeed, LinkRule

PAGE = 50


@dataclass(frozen=True, slots=True)
class RulePage:
    """Entries by name; `next` is where the page after starts, empty at the end."""

    rules: list[LinkRule]
    next: str = ""


def rules(*, allowed: bool, after: str = "", search: str = "", limit: int = PAGE) -> RulePage:
    """The allow list or the blocklist, a page at a time."""
    wanted = Q(allowed=allowed)
    if after:
        wanted &= Q(entry__gt=after)
    if search:
        wanted &= Q(entry__icontains=search) | Q(note__icontains=search)
    rows = LinkRule.objects.select_related("added_by").filter(wanted).order_by("entry")
    found = list(rows[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return RulePage(found, found[-1].entry if more else "")


def all_rules() -> dict[str, bool]:
    """Every entry, with whether it is allowed."""
    return dict(LinkRule.objects.values_list("entry", "allowed"))


def feed() -> LinkFeed:
    """The feed and its state; an unsaved one without address if there never was one."""
    return LinkFeed.objects.first() or LinkFeed()


def feed_address() -> str:
    """Where the feed is fetched: what the operator set outranks what a lead entered."""
    return str(settings.OCTANT_LINK_FEED) or feed().address
