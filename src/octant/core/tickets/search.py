"""Full-text search over tickets in PostgreSQL: private, transactional, permission-filtered.

Texts and queries are cut into words by the same segmenter as public search, and PostgreSQL takes
these as they are: its own parser finds no words in Chinese and reads half of `7N7M-2058` as a
negative number.
"""

import re
from functools import cache

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models import F, QuerySet

from octant.core.tickets.models import Ticket
from octant.kit.search.analysis import Analyser
from octant.kit.search.glossary import Glossary

PREFIX_FROM = 3  # letters from which the last word of a query may be unfinished
MAX_TEXT = 100_000  # characters of a ticket that are searchable
MAX_WORD = 100  # characters; PostgreSQL takes 2,046 bytes

_PUNCTUATION = re.compile(r"['\\]")  # would end a quoted word of a tsquery


@cache
def _analyser() -> Analyser:
    return Analyser(Glossary.from_groups([]))


def words(text: str) -> list[str]:
    """The index words of a text, Chinese and Latin, in the form both sides agree on."""
    return [word[:MAX_WORD] for word in _analyser().index_words(text) if word.strip()]


class _Words(SearchQuery):
    """A tsquery whose words are not cut again."""

    template = "(%(expressions)s)::tsquery"


def matching(tickets: QuerySet[Ticket], query: str) -> QuerySet[Ticket]:
    """Those tickets that hold every word of `query` (the last one as a prefix), or whose
    public id it is."""
    found = [word for w in words(query[:200]) if (word := _PUNCTUATION.sub("", w))]
    if not found:
        return tickets.none()
    quoted = [f"'{word}'" for word in found]
    if len(found[-1]) >= PREFIX_FROM and found[-1].isascii():
        quoted[-1] += ":*"
    return tickets.filter(search=_Words(" & ".join(quoted)))


def index_changed(limit: int = 200) -> int:
    """Bring the search columns of changed tickets up to date; returns how many."""
    with transaction.atomic():
        rows = list(
            Ticket.objects.select_for_update(skip_locked=True)
            .filter(indexed_version__lt=F("version"))
            .only("id", "version", "subject", "public_id")
            .order_by("id")[:limit]
        )
        for ticket in rows:
            _index(ticket)
    return len(rows)


def _index(ticket: Ticket) -> None:
    texts = ticket.messages.exclude(text="").order_by("-seq").values_list("text", flat=True)[:500]
    customer = Ticket.objects.values_list("customer__name", "customer__email").get(pk=ticket.pk)
    body = "\n".join([ticket.public_id, ticket.subject, *customer, *texts])[:MAX_TEXT]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tickets_ticket SET search = array_to_tsvector(%s::text[]), indexed_version = %s"
            " WHERE id = %s",
            [sorted(set(words(body))), ticket.version, ticket.pk],
        )
