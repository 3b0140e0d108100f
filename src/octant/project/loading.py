"""Bring a workspace folder into the database: content always, people and tickets in a demo."""

from pathlib import Path

from django.conf import settings


def load_workspace(folder: Path | str | None = None, *, demo: bool = False) -> dict[str, int]:
    """Load `folder` (default: the configured workspace); safe to run again.

    Returns how many of each thing now stand: `{"articles": 70, …}`.
    """
    from octant.core.knowledge.services.load import load_folder
    from octant.core.safety.contacts.files import load_contacts
    from octant.core.tickets.services.canned import load_canned

    source = Path(folder or settings.OCTANT_WORKSPACE)
    counts = dict(load_folder(source))
    counts["canned"] = load_canned(source)
    counts["contacts"] = load_contacts(source)
    if demo:
        from octant.project.demo import load_demo

        counts |= load_demo(source)
    return counts
