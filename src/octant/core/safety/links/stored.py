"""Links of a message as they are stored beside it, among what screening found."""

from typing import Any

from octant.core.safety.links.checking import check_link
from octant.core.safety.links.codes import Level
from octant.core.safety.links.finding import find_links

KIND = "link"
_WARN = (Level.SUSPICIOUS, Level.DANGEROUS)


def link_findings(text: str) -> list[dict[str, Any]]:
    """For each link in `text`, which is as stored: `kind` link, `start` and `end` (code points),
    `verdict` (a `Level`), `reasons` [[code, about], …] worst first, `host`, and `action`: warn
    for what is suspicious or worse, else none."""
    found = []
    for link in find_links(text):
        verdict = check_link(link.text)
        if verdict.level is Level.UNKNOWN and not link.sure:
            continue
        found.append(
            {
                "kind": KIND,
                "action": "warn" if verdict.level in _WARN else "none",
                "start": link.start,
                "end": link.end,
                "verdict": str(verdict.level),
                "reasons": [[str(code), about] for code, about in verdict.reasons],
                "host": verdict.host,
            }
        )
    return found
