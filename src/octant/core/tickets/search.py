"""Full-text search over tickets in PostgreSQL: private, transactional, permission-filtered.

Texts are cut into words by the same segmenter as public search and stored as a `simple`
tsvector, because PostgreSQL itself cannot find words in Chinese.
"""

from functools import cache

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models import F, QuerySet

from octant.core.tickets.models import Ticket
from octant.kit.search.analysis import Analyser
from octant.kit.search.glossary import Glossary

PREFIX_FROM = 3  # letters from which the last word of a query may be unfinished
MAX_TEXT = 100_000  # characters of a ticket that are searchable


@cache
def _analyser() -> Analyser:
    return Analyser(Glossary.from_groups([]))


def words(text: str) -> list[str]:
    """The index words of a text, Chinese and Latin, in the form both sides agree on."""
    return _analyser().index_words(text)


def matching(tickets: QuerySet[Ticket], query: str) -> QuerySet[Ticket]:
    """Those tickets that hold every word of `query` (the last one as a prefix), or whose
    public id it is."""
    found = [word for word in words(query[:200]) if word.strip()]
    if not found:
        return tickets.none()
    quoted = [f"'{word.replace(chr(92), '').replace(chr(39), '')}'" for word in found]
    if len(found[-1]) >= PREFIX_FROM and found[-1].isascii():
        quoted[-1] += ":*"
    raw = SearchQuery(" & ".join(quoted), search_type="raw", config="simple")
    return tickets.filter(search=raw)


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
    body = "\n".join([ticket.subject, *customer, *texts])[:MAX_TEXT]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tickets_ticket SET search = to_tsvector('simple', %s), indexed_version = %s"
            " WHERE id = %s",
            [f"{ticket.public_id} {' '.join(words(body))}", ticket.version, ticket.pk],
        )
