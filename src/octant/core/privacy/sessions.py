"""What a browser's session remembers of its person's proof: that it was given, a code on its way,
a question at the exchange, and what they were about to do."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from octant.core.people import devices, step_up
from octant.core.people.access import is_user
from octant.core.ports.assurance import Assurance
from octant.core.privacy.services.confirming import Sent
from octant.kit.clock import now

_HELD, _SENT, _ASKED, _THEN, _CANNOT = (
    f"octant.own_data.{name}" for name in ("held", "sent", "asked", "then", "cannot")
)
EXPORT, ERASE, FETCH = "export", "erase", "fetch"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the exchange puts to its customer: its id, the number shown there too."""

    account: str
    id: str
    number: str


def level_of(request: HttpRequest) -> Assurance:
    """How sure this request makes us of who is speaking. STEPPED_UP holds for a while, for this
    user in this session alone, and ends when they sign out."""
    if not is_user(request.user):
        return Assurance.ANONYMOUS
    return Assurance.STEPPED_UP if _seconds_left(request) > 0 else Assurance.SIGNED_IN


def minutes_left(request: HttpRequest) -> int:
    """How long the proof still holds; 0 without one."""
    return math.ceil(_seconds_left(request) / 60)


def _seconds_left(request: HttpRequest) -> float:
    user, until, *more = request.session.get(_HELD) or (None, 0.0)
    if more[1:] != list(devices.families_of(request)):
        return 0.0  # the session was carried to another browser: the proof was not
    left = float(until) - now().timestamp()
    return max(0.0, left) if user is not None and user == request.user.pk else 0.0


def by_mail(request: HttpRequest) -> bool:
    """Whether nothing better than a mailed code proved it."""
    return bool(request.session.get(_HELD, [])[2:3] == ["mail"])


def hold(request: HttpRequest, *, method: str) -> None:
    """They have proved it, by `method`: raise this session for a while."""
    until = (now() + step_up.holds()).timestamp()
    request.session[_HELD] = [request.user.pk, until, method, *devices.families_of(request)]
    for key in (_SENT, _ASKED):
        request.session.pop(key, None)


def keep_sent(request: HttpRequest, sent: Sent) -> None:
    request.session[_SENT] = asdict(sent)


def sent(request: HttpRequest) -> Sent | None:
    """The code on its way, until it dies."""
    stored = request.session.get(_SENT)
    found = Sent(**stored) if stored else None
    return found if found and found.until > now().timestamp() else None


def keep_asked(request: HttpRequest, asked: Asked) -> None:
    request.session[_ASKED] = asdict(asked)


def asked(request: HttpRequest) -> Asked | None:
    stored = request.session.get(_ASKED)
    return Asked(**stored) if stored else None


def forget_asked(request: HttpRequest) -> None:
    request.session.pop(_ASKED, None)


def note_no_exchange(request: HttpRequest) -> None:
    """The exchange has no confirmation of its own: then another way is offered."""
    request.session[_CANNOT] = True


def no_exchange(request: HttpRequest) -> bool:
    return bool(request.session.get(_CANNOT))


def intend(request: HttpRequest, what: str) -> None:
    """Remember what they were about to do: EXPORT, ERASE or FETCH."""
    request.session[_THEN] = what


def intended(request: HttpRequest) -> str:
    """What that was, told once; else nothing."""
    found: Any = request.session.pop(_THEN, "")
    return found if found in (EXPORT, ERASE, FETCH) else ""
