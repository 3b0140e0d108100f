"""What staff read below a message that is a mail, all words chosen."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from octant.channels.email import config, desk_words
from octant.channels.email.at_desk import undo_address
from octant.channels.email.belonging import plain_subject
from octant.channels.email.models import Arrival, Letter, Outgoing
from octant.core.ports.at_desk import About

if TYPE_CHECKING:
    from octant.core.tickets.models import Message

MOST_NAMED = 6
State = Outgoing.State


def about_letter(letter: Letter, message: "Message") -> About:
    """Below a customer's mail: one line, and what deserves a second one."""
    verdict, sentence, tone = desk_words.verdict(letter.verdict)
    context = {
        "letter": letter,
        "verdict": verdict,
        "sentences": [sentence, *desk_words.reasons(letter.reasons)],
        "tone": tone,
        "subject": _other_subject(letter, message),
        "to": _others(letter.to),
        "cc": _others(letter.cc),
        "notes": desk_words.notes([*letter.markers, *letter.problems]),
        "refused": [(each["name"], desk_words.refusal(each["why"])) for each in letter.refused],
        "more": getattr(letter, "has_more", False),
        "formatted": letter.formatted and _is_kept(letter.arrival),
        "failed": bool(letter.arrival and letter.arrival.state == Arrival.State.FAILED),
    }
    return About(html=_markup("email/about.html", context))


def _other_subject(letter: Letter, message: "Message") -> str:
    """The subject, where it is not the ticket's."""
    said = plain_subject(letter.subject)
    known = plain_subject(message.ticket.subject)
    return said if said and not said.casefold().startswith(known.casefold()[:150]) else ""


def _others(boxes: Iterable[dict[str, str]]) -> str:
    """Recipients who are not ours: agents should know who else reads along."""
    found = [each.get("name") or each.get("address", "") for each in boxes if not _is_ours(each)]
    more = f" +{len(found) - MOST_NAMED}" if len(found) > MOST_NAMED else ""
    return ", ".join(found[:MOST_NAMED]) + more


def _is_ours(box: dict[str, Any]) -> bool:
    return config.is_ours(str(box.get("address", "")))


def _is_kept(arrival: Arrival | None) -> bool:
    return arrival is not None and not arrival.gone


def about_mails(mails: list[Outgoing], message: "Message") -> About:
    """How far an agent's reply is; the customer's mail decides, copies only add a line."""
    if not mails:
        waits = message.state == message.State.QUEUED
        undo = undo_address(message.pk) if waits else ""
        return About(state=message.state, state_name=_queued() if waits else "", undo=undo)
    first, copies = mails[0], mails[1:]
    trouble = [_trouble(mail) for mail in mails if mail.state in (State.BOUNCED, State.FAILED)]
    context = {"trouble": trouble, "copies": ", ".join(mail.to for mail in copies)}
    html = _markup("email/sent.html", context) if trouble or copies else ""
    if first.state == State.QUEUED and not first.tries:
        return About(html, "queued", _queued(), undo_address(message.pk))
    if first.state == State.SENT:
        return About(html)  # the desk knows whether it was read
    names = {
        State.QUEUED: _("Not delivered yet; tried again"),
        State.SENDING: _("Sending"),
        State.BOUNCED: _("Came back"),
        State.FAILED: _("Failed"),
    }
    return About(html, first.state, names.get(State(first.state), first.get_state_display()))


def _queued() -> str:
    return _("Leaves in a few seconds")


def _trouble(mail: Outgoing) -> str:
    values = {"to": mail.to, "error": mail.error or "—"}
    if mail.state == State.BOUNCED:
        return _("The mail to %(to)s came back: %(error)s") % values
    return _("The mail to %(to)s could not be handed over: %(error)s") % values


def _markup(template: str, context: dict[str, Any]) -> SafeString:
    """Rendered by the engine, which escapes; in one line, because bubbles keep line breaks."""
    return mark_safe(render_to_string(template, context))
