"""What the centre and right panes show of one ticket."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import Http404

from octant.core.exchange.port import ExchangeUnavailable
from octant.core.exchange.selectors import exchange
from octant.core.knowledge.selectors.links import links
from octant.core.people.access import may_lead
from octant.core.ports.assurance import Assurance
from octant.core.ports.registry import at_desk
from octant.core.promises.selectors import promise_for
from octant.core.proof.selectors import any_asked, standing
from octant.core.takeover import words as lane
from octant.core.takeover.selectors import ALONG, case_along
from octant.core.tickets.assurance import level_of, proof_of
from octant.core.tickets.caps import max_characters
from octant.core.tickets.drafts import any_drafts, drafts_on
from octant.core.tickets.held import any_held, held_on
from octant.core.tickets.lists import is_active, priority_choices
from octant.core.tickets.naming import named_on
from octant.core.tickets.selectors import Along, messages_of, ticket_for
from octant.core.tickets.services.attach import max_files
from octant.desk import guarding, inbox, words
from octant.desk.bubbles import bubbles_of
from octant.desk.case import case_told
from octant.desk.drafts import wire
from octant.desk.planned import planned_on
from octant.kit.clock import now
from octant.kit.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.safestring import SafeString

    from octant.core.people.models import User
    from octant.core.tickets.models import Message, Ticket
    from octant.desk.planned import Refused

PAGE = 20  # messages shown at once, two screens; earlier ones are loaded on demand
REFERENCES = 12
# What comes with the ticket: how the customer wants to be reached, the take-over, and whether
# there is more to ask for.
ALL = Along(
    "customer__user__reach",
    ALONG,
    has_held=any_held,
    has_drafts=any_drafts,
    has_asked=any_asked,
)


def find(reader: "User", public_id: str) -> "Ticket":
    """The ticket, or a 404 page. Ids are said aloud, so their case does not matter."""
    try:
        return ticket_for(reader, public_id.replace("\0", "").upper(), ALL)
    except NotFound as error:
        raise Http404(str(error)) from error


def latest(reader: "User", ticket: "Ticket") -> list["Message"]:
    """The last messages."""
    return messages_of(reader, ticket, before=ticket.last_seq + 1, limit=PAGE)


def ticket_context(
    reader: "User", ticket: "Ticket", topics: dict[str, str], refused: "Refused | None" = None
) -> dict[str, Any]:
    """Thread and customer pane. Queries: messages and their files; more where
    the ticket said that there is more. `refused`: a change of a planned reply, to be seen again."""
    messages = latest(reader, ticket)
    state = state_context(reader, ticket, topics, refused)
    return {
        **state,
        "kept": {each.mode: wire(each, reader) for each in state["drafts"]},
        "bubbles": bubbles_of(messages, ticket, reader=reader),
        "earlier": bool(messages and messages[0].seq > 1),
        "max_characters": max_characters(),
        "composer_way": _composer(ticket, reader),
        "before": before_contact(ticket),
        "told": case_told(ticket, messages),
    }


def _composer(ticket: "Ticket", reader: "User") -> "SafeString | str":
    channel = at_desk().get(ticket.channel)
    return channel.composer(ticket, reader=reader) if channel is not None else ""


def state_context(
    reader: "User", ticket: "Ticket", topics: dict[str, str], refused: "Refused | None" = None
) -> dict[str, Any]:
    """What is put in its place again after each change: head, properties, held replies."""
    drafts = drafts_on(reader, ticket)
    planned = [each for each in drafts if each.due_at is not None]
    held = [(each, guarding.shown(each.asks)) for each in held_on(reader, ticket)]
    return {
        **head_context(ticket, topics),
        **_danger(ticket),
        "held": held,
        "planned": planned_on(reader, ticket, planned, refused) if planned else [],
        "max_files": max_files(),
        "drafts": [each for each in drafts if each.due_at is None],
        "leads": may_lead(reader),
        "step": standing(ticket),
    }


def _danger(ticket: "Ticket") -> dict[str, Any]:
    """The ticket as a take-over, where it is one."""
    case = case_along(ticket)
    return {"case": case, "frozen": lane.frozen(case.frozen)} if case else {}


def head_context(ticket: "Ticket", topics: dict[str, str]) -> dict[str, Any]:
    """What the head and the properties of a ticket show; no queries."""
    level = level_of(ticket)
    name, sentence = words.ASSURANCE[level]
    return {
        "ticket": ticket,
        "customer": ticket.customer,
        "active": is_active(ticket),
        "assurance_name": name,
        "assurance_sentence": sentence,
        "assurance_sure": level >= Assurance.SIGNED_IN,
        "topics": topics,
        "topic_choices": inbox.topic_choices(topics),
        "priorities": priority_choices(),
        "dispositions": _dispositions(ticket.disposition),
        "language_name": words.LANGUAGES.get(ticket.language, ticket.language),
        "promise": promise_for(ticket),
        "local_time": local_time(ticket.customer.timezone),
        "hints": at_desk()[ticket.channel].hints(ticket) if ticket.channel in at_desk() else (),
    }


def _dispositions(current: str) -> list[tuple[str, str]]:
    known = [(key, str(name)) for key, name in words.DISPOSITIONS.items()]
    return known if current in words.DISPOSITIONS or not current else [*known, (current, current)]


def way_of(ticket: "Ticket", given: "QueryDict") -> dict[str, Any]:
    """How a reply goes out, as the fields of its channel say."""
    channel = at_desk().get(ticket.channel)
    return channel.way(ticket, given) if channel is not None else {}


def before_contact(ticket: "Ticket") -> dict[str, list[dict[str, Any]]]:
    """What the customer read and searched for just before asking, however it was noted; articles
    with their titles in the customer's language. A query where there are any."""
    context = ticket.context if isinstance(ticket.context, dict) else {}
    articles = _items(context.get("articles"), "title")
    noted = [row["title"] for row in articles if "url" not in row]
    found = {each.slug: each for each in links(noted, ticket.language)} if noted else {}
    for row in articles:
        if (known := found.get(row["title"])) and "url" not in row:
            row |= {"title": known.title, "url": known.url}
    return {
        "articles": articles,
        "searches": _items(context.get("searches"), "query"),
    }


def _items(noted: Any, name: str) -> list[dict[str, Any]]:
    found = noted if isinstance(noted, list) else []
    rows = [each if isinstance(each, dict) else {name: str(each)} for each in found]
    return [{name: row.get("slug", ""), **row} for row in rows[:8]]


def local_time(zone: str) -> datetime | None:
    """The time on the customer's wall, where their zone is known."""
    try:
        return now().astimezone(ZoneInfo(zone)) if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def exchange_facts(reader: "User", ticket: "Ticket") -> dict[str, Any]:
    """What the exchange tells about this customer at the ticket's assurance, or why not."""
    account = ticket.customer.exchange_account
    sure = proof_of(ticket, reader=reader)
    if not account or sure.level < Assurance.SIGNED_IN:
        return {"reason": "no_account" if not account else "not_sure"}
    try:
        facts = exchange().account(account, assurance=sure)
        found = exchange().references(account, assurance=sure, limit=REFERENCES)
        named = named_on(ticket, reader=reader)
    except ExchangeUnavailable:
        return {"reason": "unavailable"}
    except NotAllowed:
        return {"reason": "not_sure"}
    there = {each.record.id for each in named if each.record is not None}
    return {
        "account": facts,
        "named": named,
        "references": [each for each in found if each.id not in there],
        "reason": "" if facts else "no_account",
    }
