"""What a text must be before it is stored, and who may change texts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from octant.core.knowledge.texts import clean, one_line
from octant.kit.errors import DomainError, NotAllowed

EDITING_ROLES = frozenset({"editor", "lead", "admin"})
TITLE_CHARACTERS = 200
SUMMARY_CHARACTERS = 500
BODY_CHARACTERS = 200_000
KEYWORDS = 30
KEYWORD_CHARACTERS = 80
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an article in one language, checked."""

    title: str
    summary: str
    keywords: tuple[str, ...]
    body: str


def may_edit(actor: Any) -> None:
    """Raises NotAllowed unless `actor` edits articles. None is the product itself."""
    if actor is not None and getattr(actor, "role", "") not in EDITING_ROLES:
        raise NotAllowed(_("Only editors can change articles."))


def checked(*, title: str, summary: str, body: str, keywords: Iterable[str]) -> Text:
    """The text, cleaned. Raises DomainError with the field that must be mended."""
    title = one_line(title, TITLE_CHARACTERS + 1)
    summary = one_line(summary, SUMMARY_CHARACTERS + 1)
    words = tuple(dict.fromkeys(w for k in keywords if (w := one_line(k, KEYWORD_CHARACTERS + 1))))
    if not title:
        raise DomainError(_("Give the article a title."), code="empty", field="title")
    at_most(title, TITLE_CHARACTERS, "title")
    at_most(summary, SUMMARY_CHARACTERS, "summary")
    at_most(body, BODY_CHARACTERS, "body")
    for word in words:
        at_most(word, KEYWORD_CHARACTERS, "keywords")
    if len(words) > KEYWORDS:
        sentence = _("At most %(most)d keywords are possible.") % {"most": KEYWORDS}
        raise DomainError(sentence, code="too_many_keywords", field="keywords")
    return Text(title, summary, words, clean(body).strip() + "\n")


def checked_slug(slug: str) -> str:
    """The slug. Raises DomainError unless it is small letters, digits and single hyphens."""
    if not _SLUG.fullmatch(slug) or len(slug) > 80:
        sentence = _("Use small letters, digits and hyphens for the address, at most 80.")
        raise DomainError(sentence, code="bad_slug", field="slug")
    return slug


def at_most(text: str, most: int, field: str) -> None:
    """Raises DomainError for `field` if `text` has more than `most` characters."""
    if len(text) > most:
        sentence = _("This is longer than %(most)d characters. Please shorten it.")
        raise DomainError(sentence % {"most": most}, code="too_long", field=field)
