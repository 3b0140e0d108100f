"""A workspace folder into the database (people and tickets only in a demo), and back."""

from pathlib import Path

from django.conf import settings


def load_workspace(folder: Path | str | None = None, *, demo: bool = False) -> dict[str, int]:
    """Load `folder` (default: the configured workspace); safe to run again.

    Returns how many of each thing now stand: `{"articles": 70, …}`.
    """
    from octant.channels.email.services.wording_files import load_wording
    from octant.core.advice.files import load_advice
    from octant.core.knowledge.services.load import load_folder
    from octant.core.promises.services.files import load_promises
    from octant.core.safety.contacts.files import load_contacts
    from octant.core.safety.rules.files import load_rules
    from octant.core.tickets.services.canned_files import load_canned

    source = Path(folder or settings.OCTANT_WORKSPACE)
    counts = dict(load_folder(source))
    counts["canned"] = load_canned(source)
    counts["contacts"] = load_contacts(source)
    counts["screening"] = load_rules(source)
    counts["promises"] = load_promises(source)
    counts["advice"] = load_advice(source)
    counts["mails"] = load_wording(source)
    if demo:
        from octant.project.demo import load_demo
        from octant.reactions.insights.services.marking import mark_span

        counts |= load_demo(source)
        mark_span()  # sample tickets stand at times that nobody looks at any more
    return counts


def dump_workspace(folder: Path) -> dict[str, int]:
    """Write the database's content to `folder`, so that loading it again loses nothing.

    Returns how many of each thing were written.
    """
    from octant.channels.email.services.wording_files import dump_wording
    from octant.core.advice.files import dump_advice
    from octant.core.knowledge.services.dump import dump_folder
    from octant.core.promises.services.files import dump_promises
    from octant.core.safety.contacts.files import dump_contacts
    from octant.core.safety.rules.files import dump_rules
    from octant.core.tickets.services.canned_files import dump_canned

    counts = dict(dump_folder(folder))
    counts["canned"] = dump_canned(folder)
    counts["contacts"] = dump_contacts(folder)
    counts["screening"] = dump_rules(folder)
    counts["promises"] = dump_promises(folder)
    counts["advice"] = dump_advice(folder)
    counts["mails"] = dump_wording(folder)
    return counts
