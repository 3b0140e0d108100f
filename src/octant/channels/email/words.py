"""What our automatic mails say. A workspace may say it in words of its own (`mail:` of its
workspace.yaml), and its leads on their page (`Wording`)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from octant.channels.email.belonging import plain_subject
from octant.channels.email.models import Outgoing, Wording
from octant.core.ports.workspace import workspace
from octant.core.promises.selectors import promise_for
from octant.core.safety.labels import advice_of
from octant.kit.database.prepared import prepared

if TYPE_CHECKING:
    from octant.channels.email.models import Letter
    from octant.core.tickets.models import Ticket

Kind = Outgoing.Kind

REMOVED_AT_MOST = 3  # kinds that a confirmation speaks of


def subject_pattern(kind: str) -> str:
    """The product's own subject, in the active language, with places for values."""
    named = {
        Kind.RECEIVED: _("We have your mail: ticket %(ticket)s"),
        Kind.NEUTRAL: _("About your mail to us"),
        Kind.STILL: _("We are still working on ticket %(ticket)s"),
        Kind.REMINDER: _("We wait for your answer on ticket %(ticket)s"),
        Kind.SOLVED: _("Ticket %(ticket)s is marked as solved"),
        Kind.CLOSED: _("We closed ticket %(ticket)s"),
        Kind.SECRET: _("Please read: your mail to ticket %(ticket)s held a secret"),
    }
    return named.get(Kind(kind), _("Re: %(subject)s"))


def own_words(kind: str, language: str) -> tuple[str, str]:
    """(subject, text) as leads chose them, else as the workspace has them, else nothing."""
    row = next(iter(_wording(kind=str(kind))), None)
    subject = str(row.subjects.get(language, "")) if row else ""
    text = str(row.texts.get(language, "")) if row else ""
    own = workspace().raw.get("mail", {}).get(kind, {})
    return subject, text or str(own.get(language, "") if isinstance(own, dict) else own).strip()


@prepared("kind")
def _wording(*, kind: str) -> QuerySet[Wording]:
    return Wording.objects.filter(kind=kind)[:1]


def subject_of(ticket: "Ticket", kind: str, own: str = "") -> str:
    """A mail's subject, in the active language; `own`: as `own_words` gives it."""
    subject = plain_subject(ticket.subject) or ticket.subject  # one "Re:" is enough
    values = {"ticket": ticket.public_id, "subject": subject, "brand": workspace().name}
    said = fill(own, values) if own else subject_pattern(kind) % values
    return " ".join(said.split())[:200]


def news(ticket: "Ticket", kind: str, letter: "Letter | None", own: str, **facts: Any) -> list[str]:
    """The paragraphs of an automatic mail, in the ticket's language; `own`: `own_words`' text."""
    with translation.override(ticket.language):
        known = hours()
        values = {"ticket": ticket.public_id, "brand": workspace().name, **known, **facts}
        if own:
            promise = promise_for(ticket).words or expected(known)
            values |= {"subject": ticket.subject, "promise": promise}
            return [*fill(own, values).split("\n\n"), *_always(ticket, kind, letter)]
        made = {
            Kind.RECEIVED: _received,
            Kind.NEUTRAL: _neutral,
            Kind.STILL: _still,
            Kind.REMINDER: _reminder,
            Kind.SOLVED: _solved,
            Kind.CLOSED: _closed,
            Kind.SECRET: _secret,
        }[Kind(kind)]
        return [part for part in made(ticket, letter, values) if part]


def _always(ticket: "Ticket", kind: str, letter: "Letter | None") -> list[str]:
    """What must be told in whichever words: what was masked, is missing, was not taken."""
    if kind == Kind.SECRET:
        return masked(letter)
    if kind not in (Kind.RECEIVED, Kind.NEUTRAL):
        return []
    asked = _missing(ticket, letter) if kind == Kind.RECEIVED else []
    return [*masked(letter), *asked, *_not_taken(letter)]


def product_words(kind: str, values: Mapping[str, Any]) -> list[str]:
    """The product's own paragraphs with these values and for no ticket in particular."""
    if kind == Kind.RECEIVED:
        return [_thanks(values), str(values["promise"]), _no_need()]
    if kind == Kind.STILL:
        return [_not_forgotten(values), _nothing_to_do()]
    made = {
        Kind.NEUTRAL: _neutral,
        Kind.REMINDER: _reminder,
        Kind.SOLVED: _solved,
        Kind.SECRET: _secret,
    }
    return made.get(Kind(kind), _closed)(None, None, values)


def hours() -> dict[str, int]:
    """Within how many hours we usually answer."""
    known = workspace().email_answer_hours
    return {"min": int(known["min"]), "max": int(known["max"])}


def fill(text: str, values: Mapping[str, Any]) -> str:
    """`{name}` gives way to the value of that name."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def expected(values: Mapping[str, Any]) -> str:
    """By when an answer usually comes."""
    return _("We usually answer within %(min)s to %(max)s hours.") % values


def _thanks(values: Mapping[str, Any]) -> str:
    return _("Thank you. Your mail is here, as ticket %(ticket)s.") % values


def _no_need() -> str:
    return _(
        "If something changes, just answer this mail: it stays one ticket. There is no need to "
        "write again before then."
    )


def _not_forgotten(values: Mapping[str, Any]) -> str:
    return (
        _("Your ticket %(ticket)s is not forgotten. It takes longer than we would like.") % values
    )


def _nothing_to_do() -> str:
    return _("You need not do anything. We write to you as soon as there is an answer.")


def _received(ticket: "Ticket", letter: "Letter | None", values: Mapping[str, Any]) -> list[str]:
    return [
        _thanks(values),
        promise_for(ticket).words or expected(values),
        *_always(ticket, Kind.RECEIVED, letter),
        _no_need(),
    ]


def _neutral(
    ticket: "Ticket | None", letter: "Letter | None", values: Mapping[str, Any]
) -> list[str]:
    return [
        _("Thank you for writing. A person reads your mail. %(answer)s")
        % {"answer": expected(values)},
        _(
            "We could not connect this mail with an account, so we cannot say anything about one. "
            "If it is about your account, please write from your registered address, or sign in "
            "and contact us there."
        ),
        *(masked(letter)),
        *(_not_taken(letter)),
    ]


def masked(letter: "Letter | None") -> list[str]:
    """What was masked in the mail and what its writer should do now, each kind once."""
    if letter is None:
        return []
    found = [each["kind"] for each in letter.message.findings if each.get("action") == "redact"]
    said = [
        f"{each.explanation} {each.what_now}".strip()
        for each in map(advice_of, dict.fromkeys(found))
    ]
    for each in map(advice_of, dict.fromkeys(letter.masked_in_files)):
        hidden = _("We masked this in your files: %(what)s.") % {"what": each.label}
        said.append(f"{hidden} {each.what_now}".strip())
    return said[:REMOVED_AT_MOST]


def _missing(ticket: "Ticket", letter: "Letter | None") -> list[str]:
    from octant.channels.email.completeness import missing_words

    wanted = missing_words(ticket, letter) if letter else []
    if not wanted:
        return []
    lines = "\n".join(f"• {each}" for each in wanted)
    asks = _("It would help us to know:")
    if letter and letter.brought_files:
        asks = _("If your files do not show it already, it would help us to know:")
    return [f"{asks}\n{lines}"]


def _not_taken(letter: "Letter | None") -> list[str]:
    if letter is None or not letter.refused:
        return []
    names = "\n".join(f"• {each['name']}" for each in letter.refused[:10])
    return [
        _("We could not take these files. Please send pictures, PDF, CSV, text or video:")
        + "\n"
        + names
    ]


def _still(ticket: "Ticket", letter: "Letter | None", values: Mapping[str, Any]) -> list[str]:
    return [_not_forgotten(values), promise_for(ticket).words, _nothing_to_do()]


def _reminder(
    ticket: "Ticket | None", letter: "Letter | None", values: Mapping[str, Any]
) -> list[str]:
    parts = [_("We asked you something on ticket %(ticket)s and wait for your answer.") % values]
    if closes := values.get("closes"):
        parts.append(_("Without an answer we close the ticket on %(closes)s.") % {"closes": closes})
    return [*parts, _("Just answer this mail, and we go on.")]


def _solved(
    ticket: "Ticket | None", letter: "Letter | None", values: Mapping[str, Any]
) -> list[str]:
    return [
        _("We marked your ticket %(ticket)s as solved.") % values,
        _("If it is not, answer this mail within %(days)s days: the ticket opens again.") % values,
        _("You can tell us how we did on the page of your ticket."),
    ]


def _closed(
    ticket: "Ticket | None", letter: "Letter | None", values: Mapping[str, Any]
) -> list[str]:
    return [
        _("We closed ticket %(ticket)s because no answer came.") % values,
        _("If you still need help, answer this mail within %(days)s days.") % values,
    ]


def _secret(
    ticket: "Ticket | None", letter: "Letter | None", values: Mapping[str, Any]
) -> list[str]:
    return [
        _(
            "Your mail to ticket %(ticket)s held something that nobody but you should know, "
            "support included. It is masked; agents do not see it."
        )
        % values,
        *masked(letter),
        _("Everything else of your mail has arrived."),
    ]
