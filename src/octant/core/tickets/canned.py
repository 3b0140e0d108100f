"""Prepared replies: what stands in their text for a ticket's own words, and the leads' list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from octant.core.knowledge.texts import key, one_line
from octant.core.people.access import may_lead
from octant.core.tickets.models import CannedReply
from octant.kit.errors import NotAllowed, NotFound
from octant.kit.fingerprint import fingerprint

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

if TYPE_CHECKING:
    from octant.core.people.models import User
    from octant.core.tickets.models import Ticket

PAGE_SIZE = 30

PLACEHOLDERS: "dict[str, StrOrPromise]" = {
    "customer_name": gettext_lazy("the customer's name"),
    "agent_alias": gettext_lazy("the name that customers know the agent by"),
    "ticket": gettext_lazy("the ticket's number"),
}
# A name in braces, also in the wide ones of Chinese keyboards. JSON of an API answer is none.
_NAMED = re.compile(r"[{｛]\s*([\w .-]{1,40}?)\s*[}｝]")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared reply in all its languages, as leads edit it."""

    pk: int
    shortcut: str
    category: str  # a key, or nothing
    category_names: Mapping[str, str]
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    mark: str


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """One page of the leads' list."""

    replies: tuple[Prepared, ...]
    page: int
    more: bool


def values_for(ticket: "Ticket", agent: "User") -> dict[str, str]:
    """What each placeholder stands for when `agent` answers this ticket."""
    values = {
        "customer_name": ticket.customer.name,
        "agent_alias": agent.shown_name,
        "ticket": ticket.public_id,
    }
    return {name: values[name] for name in PLACEHOLDERS}


def filled(text: str, values: Mapping[str, str]) -> str:
    """Placeholders replaced by `values`; braces of anything else stay."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def unknown_placeholders(text: str) -> list[str]:
    """What looks like a placeholder and would reach the customer as it stands."""
    known = {f"{{{name}}}" for name in PLACEHOLDERS}
    found = (match[0] for match in _NAMED.finditer(text))
    return list(dict.fromkeys(each for each in found if each not in known))


def may_prepare(actor: Any) -> None:
    """Raises NotAllowed unless `actor` leads. None is the product itself."""
    if actor is not None and not may_lead(actor):
        raise NotAllowed(_("Only leads can change prepared replies."))


def prepared_page(
    reader: Any, *, query: str = "", category: str = "", page: int = 1
) -> PreparedPage:
    """Replies with `query` in shortcut, title or text, in `category` or below it, by shortcut.

    Raises NotAllowed. One query.
    """
    may_prepare(reader)
    found = CannedReply.objects.select_related("category").order_by("shortcut", "pk")
    if words := one_line(query, 100):
        wanted = Q(shortcut__icontains=words)
        for code, _name in settings.LANGUAGES:
            wanted |= Q(**{f"titles__{code}__icontains": words})
            wanted |= Q(**{f"texts__{code}__icontains": words})
        found = found.filter(wanted)
    if category := key(category):
        found = found.filter(Q(category__key=category) | Q(category__parent__key=category))
    page = max(1, page)
    start = (page - 1) * PAGE_SIZE
    rows = list(found[start : start + PAGE_SIZE + 1])
    return PreparedPage(tuple(map(_prepared, rows[:PAGE_SIZE])), page, len(rows) > PAGE_SIZE)


def prepared_reply(reader: Any, pk: int) -> Prepared:
    """One reply. Raises NotAllowed and NotFound. One query."""
    may_prepare(reader)
    row = CannedReply.objects.select_related("category").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such prepared reply."))
    return _prepared(row)


def mark_of(row: CannedReply) -> str:
    """What a lead has before them, in short: it changes with every change of the reply."""
    return fingerprint([row.shortcut, row.category_id, row.titles, row.texts])


def _prepared(row: CannedReply) -> Prepared:
    return Prepared(
        pk=row.pk,
        shortcut=row.shortcut,
        category=row.category.key if row.category else "",
        category_names=row.category.names if row.category else {},
        titles=row.titles,
        texts=row.texts,
        mark=mark_of(row),
    )
