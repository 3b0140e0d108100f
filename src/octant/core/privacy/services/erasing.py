"""Erasures: asked for, waited for or confirmed by a second person, carried out step by step.

An erasure cannot be taken back, and who asks may be a thief with the customer's session or one
member of staff with a grudge. So it waits some days, in which the customer and any lead can
cancel it; sooner it begins only when a second person confirms it.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.access import may_lead
from octant.core.people.identities import ids_of
from octant.core.people.models import Customer, User
from octant.core.ports.assurance import Assurance
from octant.core.privacy.mail import tell_asked, tell_cancelled
from octant.core.privacy.models import Erasure
from octant.core.privacy.periods import erasure_wait_days
from octant.core.privacy.proving import demand_admin, demand_owner
from octant.core.safety import audit
from octant.kit.clock import now
from octant.kit.errors import Conflict, NotAllowed, NotFound
from octant.kit.ids import spoken

State = Erasure.State
OPEN = (State.WAITING, State.RUNNING)
# In a waiting erasure's subject: the rows of the person it was asked for. Those that are still one
# person with them when it begins go as well (`steps`); who was joined to them later does not.
WITH = "with"


def ask_own(*, user: User, customer: Customer, level: Assurance) -> Erasure:
    """The customer asks to be erased. Raises `NotAllowed` below the level needed."""
    demand_owner(user=user, customer=customer, level=level, call="erasure")
    return _ask(user, customer, by_customer=True)


def ask_for(*, actor: User, customer: Customer) -> Erasure:
    """An administrator asks, for a customer who wrote to us by another way."""
    demand_admin(actor)
    return _ask(actor, customer, by_customer=False)


def _ask(actor: User, customer: Customer, *, by_customer: bool) -> Erasure:
    if customer.user is not None and customer.user.is_staff:
        raise Conflict(_("This person works here. Take away their role first."), code="is_staff")
    try:
        with transaction.atomic():
            made = Erasure.objects.create(
                public_id=spoken(),
                customer=customer,
                by_customer=by_customer,
                asked_by=actor,
                asked_at=now(),
                due_at=now() + timedelta(days=erasure_wait_days()),
                subject={WITH: list(ids_of(customer))},
            )
            audit.record(actor=actor, verb="ask_erasure", subject=made)
    except IntegrityError:
        return Erasure.objects.get(customer=customer, state__in=OPEN)
    tell_asked(made)
    return made


@transaction.atomic
def confirm(*, actor: User, public_id: str) -> Erasure:
    """A second person lets it begin at once. Raises `NotAllowed` for whoever asked."""
    if not may_lead(actor):
        raise NotAllowed(_("Only leads may confirm an erasure."))
    row = _waiting(public_id)
    if row.asked_by_id == actor.pk:
        raise NotAllowed(
            _("Somebody else has to confirm this: two people, or the wait."), code="same_person"
        )
    row.confirmed_by, row.due_at = actor, now()
    row.save(update_fields=["confirmed_by", "due_at"])
    audit.record(actor=actor, verb="confirm_erasure", subject=row)
    return row


def cancel(*, actor: User, public_id: str) -> Erasure:
    """Stop it before it begins: the customer themselves, or a lead."""
    with transaction.atomic():
        row = _waiting(public_id)
        if not _is_own(row, actor) and not may_lead(actor):
            raise NotFound(_("There is no such request."))
        row.state, row.ended_at = State.CANCELLED, now()
        row.save(update_fields=["state", "ended_at"])
        audit.record(actor=actor, verb="cancel_erasure", subject=row)
    tell_cancelled(row)
    return row


def _is_own(row: Erasure, actor: User) -> bool:
    """Whether it is their own, by whichever of their rows they sign in to."""
    if row.customer is None:
        return False
    return Customer.objects.filter(pk__in=ids_of(row.customer), user=actor).exists()


def _waiting(public_id: str) -> Erasure:
    rows = Erasure.objects.select_for_update(of=("self",)).select_related("customer")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound(_("There is no such request."))
    if row.state != State.WAITING:
        raise Conflict(_("This request is not waiting any more."), code="not_waiting")
    return row
