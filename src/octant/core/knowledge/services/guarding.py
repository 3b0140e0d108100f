"""The outbound guard before public texts: what support never asks for is not published.

A lead may let sentences through with a reason; they stand in the revision's `asks_allowed`,
also in a file's front matter, so that exactly these pass and any new one is stopped again.
"""

from typing import Any

from django.utils.translation import gettext as _

from octant.core.knowledge.models import Revision, Translation
from octant.core.safety import audit
from octant.core.safety.guard import Ask, NeverAsked, check_article
from octant.kit.errors import DomainError, NotAllowed

ALLOWED = "asks_allowed"
LEADING_ROLES = frozenset({"lead", "admin"})


def asks_in(revision: Revision) -> tuple[Ask, ...]:
    """What a text asks readers for and nobody let through."""
    listed = revision.extra.get(ALLOWED)
    allowed = {str(each) for each in listed} if isinstance(listed, list) else set()
    whole = "\n".join((revision.title, revision.summary, revision.body))
    return tuple(ask for ask in check_article(whole) if ask.quote not in allowed)


def demand_printable(revision: Revision) -> None:
    """Raise `NeverAsked` for a text that readers must not see."""
    if asks := asks_in(revision):
        slug = revision.translation.article.slug
        raise NeverAsked(asks, where=f"{slug}, {revision.translation.language}", field="body")


def let_through(*, actor: Any, text: Translation, revision: Revision, reason: str) -> None:
    """A lead takes it upon themselves; nothing happens where nothing is stopped.

    Raises `NotAllowed` for others, `DomainError` without a reason. Callers hold the transaction.
    """
    asks = asks_in(revision)
    if not asks:
        return
    if actor is None or actor.role not in LEADING_ROLES:
        raise NotAllowed(_("Only a lead may let this through."))
    if not reason.strip():
        raise DomainError(
            _("Give a reason; it is kept with your name."), code="no_reason", field="reason"
        )
    before = revision.extra.get(ALLOWED)
    quotes = [*(before if isinstance(before, list) else []), *(ask.quote for ask in asks)]
    revision.extra = {**revision.extra, ALLOWED: sorted({str(quote) for quote in quotes})}
    revision.save(update_fields=["extra"])
    kinds = sorted({str(ask.kind) for ask in asks})
    audit.record(
        actor=actor, verb="guard_overridden", subject=text, kinds=kinds, reason=reason[:500]
    )
