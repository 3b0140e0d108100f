"""Mails to somebody about what others may have done at their door."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from octant.core.people.models import SignInEvent, User
from octant.core.people.step_up import registered_address
from octant.kit.clock import now

What = SignInEvent.What
DAY = timedelta(days=1)
# (mail, what it is about, how many a day). Whoever knows no password can cause the first kind
# alone, so it is told once. A new device needs the password: an owner who was told of one must
# learn of the next one too.
MAILS = (
    ("wrong_passwords", (What.PASSWORD_WRONG,), 1),
    ("second_step", (What.UNFINISHED, What.FACTOR_WRONG), 1),
    ("new_device", (What.SIGNED_IN,), 5),
)


@transaction.atomic
def tell_owner(*, row: int) -> bool:
    """Mail the owner about this row, unless they were told enough of its kind today; whether it
    was done. An address that is not proved gets nothing."""
    event = SignInEvent.objects.filter(pk=row).first()
    if event is None:
        return False
    user = User.objects.select_for_update().get(pk=event.user_id)
    found = next((mail for mail in MAILS if event.what in mail[1]), None)
    if found is None or event.told_at or not user.is_active or not registered_address(user):
        return False
    name, kinds, most = found
    told = SignInEvent.objects.filter(user=user, what__in=kinds, told_at__gt=now() - DAY)
    if told.count() >= most:
        return False
    event.told_at = now()
    event.save(update_fields=["told_at"])
    _mail(name, user, event)
    return True


def _mail(name: str, user: User, event: SignInEvent) -> None:
    context = {
        "user": user,
        "event": event,
        "password_url": settings.OCTANT_URL + reverse("account_change_password"),
        "activity_url": settings.OCTANT_URL + reverse("people:sessions"),
    }
    get_adapter().send_mail(f"people/email/{name}", user.email, context)
