"""The sites and lists of this installation, for checks that are not handed others."""

from functools import cache
from pathlib import Path

from django.conf import settings

from octant.core.ports.workspace import workspace
from octant.core.safety.links.checking import Sites
from octant.core.safety.links.lists import Keeper, Lists


def folder() -> Path:
    """Where the lists of this node lie; made again from the database when missing."""
    return Path(settings.OCTANT_HOME) / "index" / "links"


@cache
def _keeper(where: Path) -> Keeper:
    return Keeper(where)


@cache
def _sites(domains: tuple[str, ...], pages: str) -> Sites:
    return Sites(domains, pages)


def sites() -> Sites:
    """The workspace's official domains, and in a demonstration the address of its own pages."""
    pages = settings.OCTANT_URL if settings.OCTANT_DEMO else ""
    return _sites(workspace().official_domains, pages)


def lists() -> Lists:
    """What is allowed and blocked now."""
    return _keeper(folder()).current()


def forget() -> None:
    """After this process wrote the lists: see them at once."""
    _keeper(folder()).forget()
