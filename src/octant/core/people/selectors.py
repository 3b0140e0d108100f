"""Reads of people: who answers, which teams there are."""

from octant.core.people.access import ANSWERING, may_answer
from octant.core.people.models import Customer, Team, User
from octant.kit.errors import NotAllowed


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
