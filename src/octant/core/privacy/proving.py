"""How sure we must be of somebody before they get or erase all their data."""

from django.utils.translation import gettext_lazy as _

from octant.core.exchange.proof import Assured
from octant.core.people.models import Customer, Role, User
from octant.core.ports.assurance import Assurance
from octant.kit.errors import NotAllowed

# What export and erasure demand of the customer; both pages also ask for a recent sign-in.
NEEDED = Assurance.STEPPED_UP


def demand_owner(*, user: User, customer: Customer, level: Assurance, call: str) -> None:
    """Raise `NotAllowed`, audited, unless `user` at this level is the customer."""
    proved = f"customer:{customer.pk}" if customer.user_id == user.pk else ""
    sure = Assured(proved, level, subject=customer, actor=user)
    try:
        sure.demand(f"customer:{customer.pk}", NEEDED, call=call)
    except NotAllowed as refusal:
        raise NotAllowed(
            _("Confirm first that it is you, on the page of your data."), code=refusal.code
        ) from refusal


def demand_admin(user: User) -> None:
    """Raise `NotAllowed` for everybody but administrators."""
    if user.role != Role.ADMIN:
        raise NotAllowed(_("Only administrators may do this."))
