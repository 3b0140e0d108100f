"""What somebody is signed in to: browser sessions, how long they hold, the sockets they opened."""

from typing import Any, cast

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from octant.core.outbox.services import publish, tell
from octant.core.people import place
from octant.core.people.events import SignedOut
from octant.core.people.models import User
from octant.core.people.session_store import LIFE, SessionStore
from octant.core.safety.audit import record
from octant.kit.clock import now
from octant.kit.errors import NotFound

_BATCH = 200


@transaction.atomic
def tell_signed_out(*, user: Any) -> None:
    """Ask every socket of this user to close; a browser still signed in comes back by itself.
    Whatever holds for a session only is told as well."""
    if isinstance(user, User):
        publish(SignedOut(user=user.pk))
        tell(f"user:{user.pk}", signed_out=True)


def end_all(*, user: User, but: str | None = None) -> int:
    """End every session of this user on every device, except the one with the key `but`; returns
    how many were known."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()
        ended += 1
    tell_signed_out(user=user)
    return ended


@transaction.atomic
def end_one(*, user: User, pk: int) -> None:
    """End one session of this user. Raises NotFound for one that is not theirs or is over."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is None:
        raise NotFound(_("This sign-in has already ended."))
    session.end()
    tell_signed_out(user=user)
    record(actor=user, verb="end_session", subject=user)


@transaction.atomic
def end_others(*, user: User, here: str | None, why: str) -> int:
    """End every session but the one with the key `here`, because of `why` (for the audit)."""
    ended = end_all(user=user, but=here)
    record(actor=user, verb="end_other_sessions", subject=user, why=why, ended=ended)
    return ended


def keep(request: HttpRequest, *, used: bool) -> None:
    """Begin the time of a session that has none yet, give it a new key after its owner proved
    again who they are, and count the request as use."""
    session = cast(SessionStore, request.session)
    proofs = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or [{}]
    if not session.begun:
        staff = isinstance(request.user, User) and request.user.is_staff
        session.begin(staff=staff, proofs=len(proofs), place=place.place_of(request))
    elif len(proofs) > session[LIFE].get("proofs", len(proofs)):
        session[LIFE] = session[LIFE] | {"proofs": len(proofs)}
        if place.settled_by(str(proofs[-1].get("method")), cast(User, request.user)):
            session[LIFE] = session[LIFE] | {"place": place.place_of(request)}
        _renew(session)
    elif used and session.touch():
        rows = UserSession.objects.filter(session_key=session.session_key)
        rows.update(last_seen_at=now())


@transaction.atomic
def _renew(session: SessionStore) -> None:
    before = session.session_key
    session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=session.session_key)


def close_expired() -> int:
    """Close the sockets of sessions that ran out since the last time; returns how many did."""
    live = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now())
    over = UserSession.objects.filter(~Exists(live)).exclude(data__has_key="ended")
    found = list(over.select_related("user").order_by("pk")[:_BATCH])
    for user in {session.user for session in found}:
        tell_signed_out(user=user)
    ended = [session.pk for session in found]
    UserSession.objects.filter(pk__in=ended).update(data={"ended": now().isoformat()})
    return len(found)
