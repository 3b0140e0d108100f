"""How a surface is started from the contact page, with everything filled in."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from octant.core.advice.answer import Advice, Way
from octant.core.ports.workspace import workspace

# Programs for mail open addresses of about 2,000 characters everywhere.
MAILTO_CHARACTERS = 1600
SEARCH_CHARACTERS = 120
SUBJECT_CHARACTERS = 70
# An address is kept in logs and histories, and no article is found by these anyway: masks, phone
# numbers, and words with an @ or five digits (mail addresses, ids, hashes).
_PERSONAL = re.compile(
    r"""⟦[^⟧]*⟧ | \+?\d(?:[ ().-]?\d){5,}
    | (?=[\w.+%:/#-]*@|(?:[a-z_.+%:/#-]*\d){5}) [\w.+%@:/#-]+""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Start:
    """One button. `chat`: the chat opens in this page, with text and category filled in. `fills`:
    the page's own form is sent to `url`, whose form begins with the same words. `mail`: the same
    from somebody's own mail program."""

    label: str
    url: str
    chat: bool = False
    fills: bool = False
    mail: str = ""


def start_of(way: Way, advice: Advice, text: str) -> Start | None:
    """The button of a surface; None while it is not built."""
    if not way.available:
        return None
    url = str(way.surface.url)
    if way.key == "live_chat":
        label = _("Start the chat") if way.open is not False else _("Leave a message in the chat")
        return Start(label, url, chat=True)
    if way.key == "email":
        return Start(_("Write to us by email"), url, fills=True, mail=mail_to(text, way.prepare))
    if way.key == "help_center":
        return Start(_("See the articles"), _articles(text, advice.read.category))
    return Start(_("Go there"), url)


def mail_to(text: str, prepare: tuple[str, ...]) -> str:
    """An address that opens the reader's mail program with subject and body."""
    subject = text.splitlines()[0][:SUBJECT_CHARACTERS] if text else ""
    ask = "\n".join(f"- {each}: " for each in prepare[1:])
    body = "\n\n".join(part for part in (text[: MAILTO_CHARACTERS // 3], ask) if part)
    parts = urlencode({"subject": subject, "body": body}, quote_via=quote)[:MAILTO_CHARACTERS]
    return f"mailto:{workspace().support_address}?{_whole(parts)}"


def _whole(encoded: str) -> str:
    """Without the half of a character that a cut left."""
    return encoded[: encoded.rindex("%")] if "%" in encoded[-2:] else encoded


def _articles(text: str, category: str) -> str:
    kept = _PERSONAL.sub(" ", text[: 4 * SEARCH_CHARACTERS])
    words = " ".join(kept.split())[:SEARCH_CHARACTERS]
    if words:
        return f"{reverse('help_center:search')}?{urlencode({'q': words})}"
    if category:
        return reverse("help_center:category", args=[category])
    return reverse("help_center:home")
