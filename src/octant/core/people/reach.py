"""How somebody wants to be reached, for pages that show it and mails that keep to it."""

from datetime import datetime, time, timedelta

from django.db.models import QuerySet

from octant.core.people.models import Customer, Reach, User
from octant.kit.clock import now, zone_of

ANSWERS, NEWS = "mail_answers", "mail_news"


def reach_of(user: User) -> Reach:
    """What they chose, or what holds for who chose nothing."""
    return Reach.objects.filter(user=user).first() or Reach(user=user, changed_at=now())


def wants_mail(customer: Customer, what: str) -> bool:
    """Whether they want mails of this kind: ANSWERS or NEWS. Guests were never asked and do."""
    return _chosen(customer).values_list(what, flat=True).first() is not False


def quiet_until(customer: Customer, at: datetime) -> datetime | None:
    """When the quiet hours end that `at` lies in; None outside of them."""
    row = _chosen(customer).filter(quiet_from__isnull=False).first()
    if row is None or row.quiet_from is None or row.quiet_until is None:
        return None
    return end_of(row.quiet_from, row.quiet_until, at.astimezone(zone_of(customer.timezone)))


def _chosen(customer: Customer) -> QuerySet[Reach]:
    """What this row's own user chose; for a row without one, what the person chose last."""
    if customer.user_id is not None or customer.person is None:
        return Reach.objects.filter(user=customer.user_id)
    rows = Reach.objects.filter(user__customer__person=customer.person)
    return rows.order_by("-changed_at")


def end_of(begins: time, ends: time, local: datetime) -> datetime | None:
    """The same of two different times on the clock that `local` is read from."""
    here = local.time()
    inside = begins <= here < ends if begins < ends else (here >= begins or here < ends)
    if not inside:
        return None
    end = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)
