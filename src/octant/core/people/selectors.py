"""Reads of people: who answers, which teams there are, and what their own pages show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from octant.core.people.access import ANSWERING, EDITING, is_user, may_answer
from octant.core.people.models import Customer, Role, SignInEvent, Team, User
from octant.kit.database.prepared import prepared
from octant.kit.errors import NotAllowed, NotFound

PAGE = 25
ACTIVITY = 50


def who_answers() -> list[User]:
    """Everybody who may answer tickets, by name."""
    return list(User.objects.filter(role__in=ANSWERING, is_active=True).order_by("name"))


def teams() -> list[Team]:
    """All teams, by name."""
    return list(Team.objects.order_by("name"))


def mentioned_in(text: str) -> tuple[User, ...]:
    """Those who are named in `text` as `@name` or `@alias`; of names that begin alike, the
    longest counts."""
    found: dict[int, tuple[int, User]] = {}
    for user in who_answers():
        for name in {user.name, user.alias} - {""}:
            at = text.find(f"@{name}")
            longest = found.get(at)
            if at >= 0 and (longest is None or len(name) > longest[0]):
                found[at] = (len(name), user)
    return tuple({user.pk: user for _length, user in found.values()}.values())


def customer_for(reader: User, pk: int) -> Customer | None:
    """A customer's row, for those who answer."""
    if not may_answer(reader):
        raise NotAllowed("")
    return Customer.objects.filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class StaffPage:
    """People in order of name; `after` is the key of the next page, empty on the last."""

    people: list[User]
    after: str


def staff_page(*, reader: User, after: str = "", find: str = "") -> StaffPage:
    """Everybody who is not a customer, in pages of `PAGE`, for administrators.

    `after` is the id of the last person seen; `find` matches the start of a name or address,
    and then customers are found too, so that one can be made a moderator or staff.
    """
    found = User.objects.order_by("name", "pk")
    if reader.role != Role.ADMIN:
        found = found.none()
    if find:
        found = found.filter(name__istartswith=find) | found.filter(email__istartswith=find)
    else:
        found = found.exclude(role=Role.CUSTOMER)
    if after.isascii() and after.isdigit() and len(after) < 19:
        last = User.objects.filter(pk=int(after)).first()
        if last:
            found = found.filter(name__gt=last.name) | found.filter(name=last.name, pk__gt=last.pk)
    rows = list(found[: PAGE + 1])
    more = len(rows) > PAGE
    return StaffPage(people=rows[:PAGE], after=str(rows[PAGE - 1].pk) if more else "")


def person(pk: int, *, reader: User) -> User:
    """One user for an administrator. Raises NotFound."""
    user = User.objects.filter(pk=pk).first() if reader.role == Role.ADMIN else None
    if user is None:
        raise NotFound(_("There is no such person."))
    return user


def factors_of(user: User) -> dict[str, int]:
    """How many second factors of each kind: `totp`, `webauthn`, `recovery_codes`."""
    kinds = {str(kind): 0 for kind in Authenticator.Type.values}
    for row in Authenticator.objects.filter(user=user):
        kinds[str(row.type)] += 1
    return kinds


@dataclass(frozen=True, slots=True)
class SignIn:
    """One session as its owner sees it: from where, with what, since and until when used."""

    pk: int
    ip: str
    user_agent: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


def sessions_of(user: User, *, here: str) -> list[SignIn]:
    """The sessions of `user` that hold, newest first, 100 at most; `here` is this one's key."""
    found = UserSession.objects.purge_and_list(user)
    rows = [
        SignIn(s.pk, s.ip, s.user_agent, s.created_at, s.last_seen_at, s.session_key == here)
        for s in found
    ]
    return sorted(rows, key=lambda row: (row.is_current, row.created_at), reverse=True)[:100]


def activity_of(user: User) -> list[SignInEvent]:
    """What happened at the door of `user`, newest first, `ACTIVITY` at most."""
    rows = SignInEvent.objects.filter(user=user).exclude(what=SignInEvent.What.HALF_WAY)
    return list(rows.order_by("-at", "-pk")[:ACTIVITY])


def exchange_account_of(user: User) -> str:
    """The exchange account that this user is known to own, or nothing."""
    found = Customer.objects.filter(user=user).values_list("exchange_account", flat=True).first()
    return found or ""


def account_links(someone: Any) -> list[dict[str, str]]:
    """What the menu under somebody's picture offers: dicts of `url`, `name`, `icon`."""
    if not is_user(someone):
        return []
    links = []
    if someone.role in ANSWERING:
        links.append(("/desk/", _("Desk"), "inbox"))
    if someone.role in EDITING:
        links.append(("/editor/", _("Editors' board"), "edit"))
    links.append((reverse("people:overview"), _("Your account"), "user"))
    if someone.role == Role.ADMIN:
        links.append((reverse("people:staff"), _("People and roles"), "users"))
    return [{"url": url, "name": name, "icon": icon} for url, name, icon in links]


def mail_people(*, limit: int) -> list[tuple[str, str, bool]]:
    """(name, address, has an account) of customers with an address, each address once: those with
    an account first, then who wrote last. For a demonstration's mailbox page alone."""
    rows = Customer.objects.exclude(email="").order_by("user_id", "-pk")[: limit * 5]
    found: dict[str, tuple[str, str, bool]] = {}
    for row in rows:
        known = row.user_id is not None or bool(row.exchange_account)
        found.setdefault(row.email.casefold(), (row.name, row.email, known))
    return list(found.values())[:limit]


def active_user(pk: int) -> User | None:
    """Somebody whose account is in use, by whatever a signed link of ours says."""
    return User.objects.filter(pk=pk, is_active=True).first()


def staff_of_address(address: str) -> User | None:
    """The member of staff who signs in with this address."""
    found = next(iter(_active_of_address(address=address)), None)
    return found if found is not None and found.is_staff else None


def knows_address(address: str) -> bool:
    """Whether it may be anybody's registered address: most who write for the first time are not
    looked for in three places."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWS, {"address": address})
        return bool(cursor.fetchone()[0])


_KNOWS = """
SELECT EXISTS (SELECT 1 FROM people_user WHERE upper(email) = upper(%(address)s))
  OR EXISTS (SELECT 1 FROM account_emailaddress WHERE email = lower(%(address)s) AND verified)
  OR EXISTS (SELECT 1 FROM people_customer
    WHERE upper(email) = upper(%(address)s) AND exchange_account <> '')
"""


@prepared("address")
def _active_of_address(*, address: str) -> QuerySet[User]:
    return User.objects.filter(email__iexact=address, is_active=True).order_by("pk")[:1]
