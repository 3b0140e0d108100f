"""Sample tickets at their past times, written through the same door as real messages."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from octant.core.exchange.proof import Assured
from octant.core.exchange.selectors import exchange
from octant.core.knowledge.models import Category
from octant.core.knowledge.selectors.links import links
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.routing.models import Offer
from octant.core.safety.text import KnownReferences, Screened, screen
from octant.core.tickets.clocks import settle
from octant.core.tickets.models import Priority, Status, Ticket
from octant.core.tickets.search import index_changed
from octant.core.tickets.services.append import append
from octant.core.tickets.services.conversation import event
from octant.core.tickets.writer import Appended
from octant.kit import clock
from octant.kit.ids import spoken
from octant.project import demo_mails

CHANNELS = {"chat": "live_chat", "form": "email"}
ACCEPTED_BEFORE = timedelta(seconds=25)  # an agent's first answer follows the accepting
WRAPPED_UP_AFTER = timedelta(minutes=1)
# A message so long after the last one came when the chat itself was over.
CHAT_SILENCE = timedelta(hours=1)

People = dict[str, User]
Row = dict[str, Any]


def load_tickets(
    rows: list[Row], users: People, customers: dict[str, Customer], mailed: Collection[str] = ()
) -> int:
    """Write the tickets that are not there yet; returns how many of `rows` stand. `mailed`: the
    customers (addresses) whose mails of then are written too; each takes a while."""
    loaded = set(
        Ticket.objects.filter(
            customer__in=customers.values(), context__has_key="sample"
        ).values_list("context__sample", flat=True)
    )
    categories = {category.key: category for category in Category.objects.all()}
    for row in rows:
        if row["key"] not in loaded:
            category = categories.get(row["category"])
            _load(row, users, customers[row["customer"]], category, row["customer"] in mailed)
    while index_changed():
        pass
    return len(rows)


def _load(
    row: Row, users: People, customer: Customer, category: Category | None, mailed: bool
) -> None:
    began = clock.now() - timedelta(hours=row["offset_hours_ago"])
    agent = users[row["agent"]] if row["agent"] else None
    known = _known(customer)
    ticket = _open(row, customer, category, began)
    mailed = mailed and ticket.channel == "email"
    last = began
    accepted = False
    for message in row["messages"]:
        last = min(began + timedelta(minutes=message["at_minutes"]), clock.now())
        if agent and message["from"] == "agent" and ticket.channel == "live_chat" and not accepted:
            accepted = True
            with _at(max(began, last - ACCEPTED_BEFORE)):
                event(ticket, "accepted", actor=agent, name=agent.shown_name)
        with _at(last):
            said = _say(ticket, message, agent, known)
            if mailed:
                demo_mails.mail(ticket, message["from"], said)
    _finish(ticket, row, agent, last)
    if mailed:
        with _at(last):
            demo_mails.end(ticket)
    if agent and accepted:
        _offer(ticket, row, agent, began)


def _open(row: Row, customer: Customer, category: Category | None, at: datetime) -> Ticket:
    channel = str(CHANNELS.get(row["channel"], row["channel"]))
    sure = Assurance.VERIFIED_EMAIL if row["channel"] == "email" else Assurance.SIGNED_IN
    return Ticket.objects.create(
        public_id=spoken(),
        customer=customer,
        subject=screen(row["subject"]).text[:200],
        channel=channel,
        category=category,
        language=row["language"],
        priority=Priority[row["priority"].upper()],
        assurance=sure,
        queue=(category.skill if category else "") or "general",
        tags=row["tags"],
        context={"sample": row["key"], **_context(row)},
        created_at=at,
        waiting_since=at,
        last_activity_at=at,
    )


def _context(row: Row) -> Row:
    given = row.get("context") or {}
    read = links(given.get("articles", ()), row["language"])
    return {
        "articles": [{"slug": a.slug, "title": a.title, "url": a.url} for a in read],
        "searches": list(given.get("searches", ())),
    }


def _say(ticket: Ticket, message: Row, agent: User | None, known: KnownReferences) -> Appended:
    side = "customer" if message["from"] == "customer" else "agent"
    return append(
        ticket,
        kind="note" if message["from"] == "note" else "message",
        author_kind=side,
        author=agent.pk if agent and side == "agent" else None,
        text=_text(message, ticket.language, known),
    )


def _text(message: Row, language: str, known: KnownReferences) -> Screened:
    sent_along = [
        f"{article.title}\n{settings.OCTANT_URL}{article.url}"
        for article in links(message.get("articles", ()), language)
    ]
    return screen("\n\n".join([message["text"], *sent_along]), known=known)


def _known(customer: Customer) -> KnownReferences:
    account = customer.exchange_account
    owner = Assured(account, Assurance.SIGNED_IN, subject=None)
    found = exchange().references(account, assurance=owner, limit=100)
    return KnownReferences([value for each in found for value in (each.id, each.txid) if value])


def _finish(ticket: Ticket, row: Row, agent: User | None, last: datetime) -> None:
    """What the services would have set along the way, at its past times."""
    solved = row["status"] in (Status.SOLVED, Status.CLOSED)
    if solved:
        with _at(min(last + timedelta(seconds=1), clock.now())):
            event(ticket, "solved", actor=agent)
    fields: Row = {"status": row["status"], "assignee": agent}
    fields["disposition"] = row.get("disposition") or ""
    if solved:
        fields |= {"solved_at": last, "waiting_since": None}
    if solved or row["status"] == Status.WAITING:
        fields |= {"agent_seen_seq": ticket.last_seq, "customer_seen_seq": ticket.last_seq}
    if rating := row.get("rating"):
        fields |= {"rating": rating["score"], "rating_comment": rating["comment"]}
    Ticket.objects.filter(pk=ticket.pk).update(**fields)
    ticket.refresh_from_db()
    with _at(min(last + timedelta(seconds=1), clock.now())):
        settle(ticket)


def _offer(ticket: Ticket, row: Row, agent: User, began: datetime) -> None:
    """The chat as routing would have recorded it: waits are estimated from these."""
    times = [began + timedelta(minutes=message["at_minutes"]) for message in row["messages"]]
    first = next(t for t, m in zip(times, row["messages"], strict=True) if m["from"] == "agent")
    ended = times[0]
    for at in times:
        if at - ended < CHAT_SILENCE:
            ended = at
    accepted = max(began, first - ACCEPTED_BEFORE)
    Offer.objects.create(
        ticket=ticket,
        agent=agent,
        queue=ticket.queue,
        offered_at=max(began, accepted - timedelta(seconds=8)),
        accepted_at=accepted,
        ended_at=max(accepted, ended) + WRAPPED_UP_AFTER,
        outcome="done",
    )


def _at(moment: datetime) -> Any:
    """Let the clock stand at `moment`, so that services write that time."""
    return clock.moved(moment - clock.now())
