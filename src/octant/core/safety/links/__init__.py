"""Where a link really leads: found in text, judged without ever asking for it.

`check_link(text)` judges one address, `find_links(text)` finds them in a message, and
`link_findings(text)` is both in the form that is stored beside a message.
"""

from octant.core.safety.links.checking import Sites, Verdict, check_link
from octant.core.safety.links.codes import Code, Level, Reason
from octant.core.safety.links.finding import Found, find_links
from octant.core.safety.links.stored import link_findings

__all__ = [
    "Code",
    "Found",
    "Level",
    "Reason",
    "Sites",
    "Verdict",
    "check_link",
    "find_links",
    "link_findings",
]
