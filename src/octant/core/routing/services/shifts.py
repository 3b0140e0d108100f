"""When agents work, set by leads."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.access import may_answer, may_lead
from octant.core.people.models import User
from octant.core.routing.models import Shift
from octant.core.routing.selectors import MINUTES_A_WEEK
from octant.core.safety import audit
from octant.kit.errors import DomainError, NotAllowed, NotFound

MINUTES_A_DAY = 24 * 60


@transaction.atomic
def add_shift(*, user: User, actor: User, start_minute: int, minutes: int) -> Shift:
    """Let `user` work from `start_minute` of the week (0 is Monday 00:00 UTC) for `minutes`.

    A shift lasts 15 minutes to 24 hours and may pass the week's end.
    """
    if not may_lead(actor):
        raise NotAllowed(_("Only leads plan shifts."))
    if not may_answer(user):
        raise DomainError(_("Choose somebody who answers tickets."), field="user")
    if not 0 <= start_minute < MINUTES_A_WEEK:
        raise DomainError(_("Choose a day and a time within the week."), field="start")
    if not 15 <= minutes <= MINUTES_A_DAY:
        raise DomainError(_("A shift lasts from 15 minutes to 24 hours."), field="end")
    shift, made = Shift.objects.get_or_create(
        user=user, start_minute=start_minute, end_minute=start_minute + minutes
    )
    if made:
        audit.record(actor=actor, verb="add_shift", subject=user, start=start_minute, for_=minutes)
    return shift


@transaction.atomic
def remove_shift(*, shift_id: int, actor: User) -> None:
    """Take a shift out of the plan."""
    if not may_lead(actor):
        raise NotAllowed(_("Only leads plan shifts."))
    shift = Shift.objects.select_for_update().filter(pk=shift_id).first()
    if shift is None:
        raise NotFound(_("There is no such shift."))
    audit.record(actor=actor, verb="remove_shift", subject=shift.user, start=shift.start_minute)
    shift.delete()
