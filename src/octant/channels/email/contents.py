"""What a mail says, as it may be stored: screened, shortened, in a language, with its files."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from octant.core.safety.text import KnownReferences, Screened, screen, screen_together
from octant.core.tickets.details import Detail, details_in
from octant.kit.mail.html import html_to_text

if TYPE_CHECKING:
    from octant.kit.mail.reading import Mail

SUBJECT, TEXT, FULL, MOST = 300, 20_000, 95_000, 2_000_000
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Contents:
    """`text` is what the message says; `full` the whole letter where that is more, else empty.

    `formatted`: its HTML holds no secret, so it may be shown. `secret`: something was masked, so
    the original must not be kept.
    """

    subject: Screened
    text: Screened
    full: Screened
    formatted: bool
    secret: bool


def contents_of(mail: "Mail", known: KnownReferences | None = None) -> Contents:
    """Screen all that a mail says: what is shown, what one click shows, and its HTML."""
    new, whole = mail.reply.strip() or mail.text.strip(), mail.text.strip()
    subject, text = screen_together(
        [mail.subject[:SUBJECT], _shortened(new)], known=known, max_chars=FULL
    )
    full = Screened.trusted("", "the message says it all")
    if whole != new or len(new) > TEXT:
        full = screen(whole[:FULL], known=known)
    # What is too long to be kept is looked at all the same: the original must not hold a secret.
    others = [screen(whole[at : at + FULL]) for at in range(FULL, min(len(whole), MOST), FULL)]
    html = screen(html_to_text(mail.html)[:FULL], known=known) if mail.html else None
    secrets = [subject, text, full, *others, *([html] if html else [])]
    return Contents(
        subject=subject,
        text=text,
        full=full,
        formatted=html is not None and not html.holds_secret,
        secret=any(each.holds_secret for each in secrets),
    )


def _shortened(text: str) -> str:
    if len(text) <= TEXT:
        return text
    return text[:TEXT].rstrip() + " […]"


def told_in(contents: Contents) -> list[Detail]:
    """References, moments and contacts that subject and letter name."""
    whole = contents.full.text or contents.text.text
    language = language_of(f"{contents.subject.text}\n{contents.text.text}", "")
    return details_in(f"{contents.subject.text}\n{whole}", language)


def language_of(text: str, otherwise: str) -> str:
    """`zh-hans` or `en` by the letters; `otherwise` where there are too few to tell."""
    return _language(text[:4000]) or otherwise


@lru_cache(8)  # of one mail it is asked several times
def _language(beginning: str) -> str:
    letters = sum(map(str.isalpha, beginning))
    chinese = 0 if beginning.isascii() else len(_CHINESE.findall(beginning))
    if chinese >= 4 and chinese * 5 >= letters:
        return "zh-hans"
    return "en" if letters - chinese >= 12 and chinese * 10 < letters else ""


def boxes(found: Any) -> list[dict[str, str]]:
    """Mailboxes as JSON values, 50 at most; names are screened, for they are what people type."""
    return [
        {"name": screen(box.name[:120]).text, "address": box.address[:320]}
        for box in tuple(found)[:50]
    ]
