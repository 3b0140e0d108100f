"""Customers of whom something is proved, and of whom nothing is."""

from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from tests.conftest import PASSWORD

from octant.core.people.models import Customer, Merger, User
from octant.core.people.services import customers
from octant.core.people.services.merging import merge
from octant.core.people.services.staff import create_user

_numbers = count(1)
ADDRESS = "ada@customers.example"


def signed_in(email: str = ADDRESS, *, account: str = "", verified: bool = True) -> Customer:
    """Somebody with a sign-in here, whose address they proved."""
    user = create_user(email=email, name="Ada Example", role="customer", password=PASSWORD)
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    customer = customers.of_user(user=user, language="en")
    if account:
        customer = customers.vouch(user=user, account=account)
    return customer


def by_mail(email: str = ADDRESS) -> Customer:
    """Somebody whose mail was vouched for by its domain."""
    found, _new = customers.of_proved_mail(address=email, name="Ada", language="zh-hans")
    return found


def by_account(account: str, email: str = "ada@exchange.example") -> Customer:
    """Somebody whom the exchange's own site named."""
    return customers.of_exchange_account(account=account, name="Ada", email=email, language="en")


def typed(email: str = ADDRESS, **given: Any) -> Customer:
    """A guest who typed an address."""
    return customers.guest(name=f"Guest {next(_numbers)}", email=email, language="en", **given)


def merged(
    one: Customer, other: Customer, actor: User, reason: str = "Wrote that it is they."
) -> Merger:
    made = merge(one=one, other=other, actor=actor, reason=reason)
    one.refresh_from_db()
    other.refresh_from_db()
    return made
