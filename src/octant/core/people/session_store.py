"""Where sessions are kept, and how long one holds: so long without use, and so long in all.

Both by what its owner may do (settings OCTANT_*_SESSION_* and OCTANT_*_IDLE_*). The row's
`expire_date` is the end of the idle time, moved on by `touch` without rewriting what is in the
session, so that two requests at once take nothing from each other. The cookie names the end of
the whole time; the row decides.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from octant.kit.clock import now
from octant.kit.database.prepared import prepared

LIFE = "octant.life"
_STEP = timedelta(minutes=1)  # how often use is written down


@prepared("key", "at")
def _session(*, key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)


class SessionStore(db.SessionStore):
    until: datetime | None = None  # the row's end as it was read

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key
        found = next(iter(_session(key=str(key), at=now())), None)
        if found is None:
            self._session_key = None  # as Django does: the next save takes a new key
            return None
        self.until = found.expire_date
        return found

    def begin(self, *, staff: bool, proofs: int, place: list[str]) -> None:
        """The owner has just signed in, with so many proofs: both times start, in this place."""
        at, of = now().timestamp(), self[SESSION_KEY]
        life = {"since": at, "staff": staff, "of": of, "proofs": proofs}
        self[LIFE] = {**life, "place": place}

    @property
    def begun(self) -> bool:
        """Whether it knows since when it holds for whoever it holds for."""
        of = self.get(LIFE, {}).get("of")
        return bool(of) and of == self.get(SESSION_KEY)

    def touch(self) -> bool:
        """Count this as use, once a minute at most; whether that was written."""
        if not self.begun or self.until is None:
            return False
        end = self.get_expiry_date()
        if end - self.until < _STEP:
            return False
        self.until = end
        Session.objects.filter(session_key=self.session_key).update(expire_date=end)
        return True

    def get_expiry_date(self, **given: Any) -> datetime:
        """When the session ends if nobody uses it from now on."""
        if SESSION_KEY not in self:
            return now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        idle, whole = self._lifetime()
        return min(now() + idle, self._since() + whole)

    def get_expiry_age(self, **given: Any) -> int:
        """Seconds that the cookie holds: to the end of the whole time."""
        if SESSION_KEY not in self:
            return int(settings.SESSION_COOKIE_AGE)
        left = self._since() + self._lifetime()[1] - now()
        return max(int(left.total_seconds()), 0)

    def get_expire_at_browser_close(self) -> bool:
        return False

    def _since(self) -> datetime:
        since = self.get(LIFE, {}).get("since")
        return now() if since is None else datetime.fromtimestamp(since, UTC)

    def _lifetime(self) -> tuple[timedelta, timedelta]:
        """(without use, in all); the shorter pair while it is not known whose it is."""
        if self.get(LIFE, {}).get("staff", True):
            return (
                timedelta(minutes=settings.OCTANT_STAFF_IDLE_MINUTES),
                timedelta(hours=settings.OCTANT_STAFF_SESSION_HOURS),
            )
        return (
            timedelta(hours=settings.OCTANT_CUSTOMER_IDLE_HOURS),
            timedelta(days=settings.OCTANT_CUSTOMER_SESSION_DAYS),
        )
