"""What happens at somebody's door, kept for its owner to read (`SignInEvent`).

`tell` only publishes: the row is written, and its owner mailed, by the worker. So a page takes as
long for an address that has an account as for one that has none.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest

from octant.core.outbox.services import publish
from octant.core.people import devices
from octant.core.people.events import DoorTouched, OwnerConcerned
from octant.core.people.models import SignInEvent, User
from octant.kit.clock import now

What = SignInEvent.What
SAME = timedelta(hours=1)  # the same again within it counts on one row
MANY = 3  # wrong passwords or codes within an hour of which the owner is told
OPEN = timedelta(minutes=15)  # how long the second step may take


@transaction.atomic
def tell(
    request: HttpRequest, *, user: User | None, what: str, how: str = "", new: bool = False
) -> None:
    """Note what somebody did with `request` at the door of `user`, None for nobody's."""
    browser, system = devices.families_of(request)
    event = DoorTouched(
        user=user.pk if user else 0,
        what=what,
        how=how[:60],
        browser=browser,
        system=system,
        network=devices.network_of(request),
        new_device=new,
        at=now().timestamp(),
    )
    publish(event)


@transaction.atomic
def note(*, touched: DoorTouched) -> None:
    """Write the row, or count on the one of the same hour; see whether its owner is concerned."""
    if not User.objects.select_for_update().filter(pk=touched.user).exists():
        return
    if touched.what == What.SIGNED_IN:
        _finished(touched).filter(what=What.HALF_WAY).delete()
    elif touched.what == What.HALF_WAY and _finished_since(touched):
        return
    row = _row(touched)
    if _concerns(row):
        publish(OwnerConcerned(row=row.pk))


def note_change(*, user: User, how: str) -> None:
    """Somebody else changed what opens the account: an administrator."""
    SignInEvent.objects.create(user=user, what=What.CHANGED, how=how, at=now())


def took_off_factor(*, user: User, since: datetime) -> bool:
    """Whether an app or a passkey of this user was taken off since then."""
    removed = ("totp_deactivated", "webauthn_removed", "factors_removed")
    rows = SignInEvent.objects.filter(user=user, what=What.CHANGED, how__in=removed)
    return rows.filter(at__gte=since).exists()


def _row(touched: DoorTouched) -> SignInEvent:
    at = datetime.fromtimestamp(touched.at, UTC)
    values: dict[str, Any] = {
        "how": touched.how,
        "new_device": touched.new_device,
        **_device(touched),
    }
    same = SignInEvent.objects.filter(user=touched.user, what=touched.what, at__gte=at - SAME)
    if touched.new_device:
        same = same.none()  # each is told
    elif touched.what != What.PASSWORD_WRONG:
        same = same.filter(**values)  # anybody can try passwords: those make one row an hour
    earlier = same.order_by("pk").last()
    if earlier is None:
        return SignInEvent.objects.create(user_id=touched.user, what=touched.what, at=at, **values)
    for name, value in values.items():
        setattr(earlier, name, value)
    earlier.count += 1
    earlier.at = max(at, earlier.at)
    earlier.save()
    return earlier


def _device(touched: DoorTouched) -> dict[str, str]:
    return {
        "browser": touched.browser,
        "system": touched.system,
        "network": touched.network,
    }


def _finished(touched: DoorTouched) -> Any:
    """Rows of the same person with the same device."""
    return SignInEvent.objects.filter(user=touched.user, **_device(touched))


def _finished_since(touched: DoorTouched) -> bool:
    """Events may come in another order than they happened."""
    at = datetime.fromtimestamp(touched.at, UTC)
    return bool(_finished(touched).filter(what=What.SIGNED_IN, at__gte=at).exists())


def _concerns(row: SignInEvent) -> bool:
    if row.what == What.SIGNED_IN:
        return row.new_device
    if row.what not in (What.PASSWORD_WRONG, What.FACTOR_WRONG):
        return False
    lately = SignInEvent.objects.filter(user=row.user_id, what=row.what, at__gte=row.at - SAME)
    return bool(lately.aggregate(times=Sum("count"))["times"] >= MANY)


@transaction.atomic
def end_half_way() -> int:
    """A right password to which no second step came within a quarter of an hour: somebody else may
    know it. Returns how many there were."""
    rows = SignInEvent.objects.select_for_update(skip_locked=True).filter(
        what=What.HALF_WAY, at__lt=now() - OPEN
    )
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:200])
    SignInEvent.objects.filter(pk__in=found).update(what=What.UNFINISHED)
    publish(*(OwnerConcerned(row=pk) for pk in found))
    return len(found)
