"""The answer to one question: official, known scam, or not ours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from octant.core.proof import words
from octant.core.safety.contacts import platforms, selectors
from octant.core.safety.contacts.normalise import tidy
from octant.core.safety.labels import Advice, advice_of
from octant.core.safety.models import Contact
from octant.core.safety.text import Action, screen
from octant.core.tickets.codes import read_code
from octant.core.tickets.confirming import AtWork, Confirmed, Reach, at_work, confirm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OFFICIAL, SCAM, NOT_OURS, SECRET = "official", "scam", "not_ours", "secret"


@dataclass(frozen=True, slots=True)
class Answer:
    """What we say of one text. `shown` is it as we read it; empty where it held a secret."""

    verdict: str
    title: "StrOrPromise"
    lead: "StrOrPromise"
    shown: str = ""
    kind: "StrOrPromise" = ""
    label: str = ""
    network: str = ""
    advice: "list[StrOrPromise]" = field(default_factory=list)
    message: Confirmed | None = None
    work: list[AtWork] = field(default_factory=list)


def answer(text: str, reaches: Sequence[Reach], language: str) -> Answer:
    """Judge what somebody typed. Nothing of it is kept.

    Every way of looking is gone through whatever the others found, and each looks only at
    what is public or the asker's own.
    """
    secrets = [
        advice_of(finding.kind)
        for finding in screen(text).findings
        if finding.action is Action.REDACT
    ]
    found = selectors.look_up(text)
    messages = [hit for reach in reaches if (hit := confirm(reach, text))]
    work = [hit for reach in reaches for hit in at_work(reach, text)]
    if secrets:
        return _secret(secrets)
    if found.state == Contact.State.SCAM:
        return _listed(SCAM, found.contacts, language)
    if messages:
        return Answer(OFFICIAL, *words.CONFIRMED, message=messages[0], advice=[words.COMPARE])
    if found.contacts:
        return _listed(OFFICIAL, found.contacts, language)
    if work:
        return Answer(OFFICIAL, *words.AT_WORK, work=work, advice=[words.NAMES_ARE_BORROWED])
    return _unknown(text, found.kinds, known=bool(reaches))


def _secret(secrets: list[Advice]) -> Answer:
    return Answer(SECRET, *words.SECRET, advice=[a.what_now for a in secrets if a.what_now])


def _listed(verdict: str, contacts: Sequence[Contact], language: str) -> Answer:
    contact = contacts[0]
    known_as = words.OFFICIAL if verdict == OFFICIAL else words.SCAM
    advice = words.IF_OFFICIAL if verdict == OFFICIAL else words.IF_NOT_OURS
    social = contact.kind == Contact.Kind.SOCIAL
    networks = [platforms.network_name(row.value.partition(":")[0]) for row in contacts]
    return Answer(
        verdict,
        *known_as,
        shown=contact.value.partition(":")[2] if social else contact.shown,
        kind=Contact.Kind(contact.kind).label,
        label=selectors.label(contact, language),
        network=", ".join(networks) if social else "",
        advice=[advice[contact.kind]] if contact.kind in advice else [],
    )


def _unknown(text: str, kinds: Sequence[str], *, known: bool) -> Answer:
    """`known`: the asker is signed in or holds a ticket's link. What is said depends on that
    and on the shape of the text alone."""
    shape = "code" if read_code(text) else next(iter(kinds), "")
    advice: list[StrOrPromise] = []
    if shape == "code":
        advice.append(words.NO_SUCH_CODE if known else words.CODE_NEEDS_OWNER)
    elif shape:
        advice += [words.IF_NOT_OURS[shape]] if shape in words.IF_NOT_OURS else []
    if "alias" in kinds and shape in ("alias", "social"):
        advice.append(words.NOBODY_OF_THAT_NAME if known else words.NAME_NEEDS_OWNER)
    title = words.UNCONFIRMED if shape == "code" or "alias" in kinds else words.NOT_OURS
    return Answer(NOT_OURS, *title, shown=tidy(text), advice=advice)
