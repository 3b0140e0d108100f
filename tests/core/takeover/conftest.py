"""Somebody whose account may be in other hands, and who is called then."""

import pytest
from django.conf import LazySettings
from tests.conftest import PASSWORD
from tests.core.tickets.factories import a_category, a_ticket

from octant.core.exchange.adapters import demo
from octant.core.people.models import Customer, User
from octant.core.people.services.customers import of_user
from octant.core.people.services.staff import create_user
from octant.core.ports.assurance import Assurance
from octant.core.tickets.models import Ticket


@pytest.fixture(autouse=True)
def _lane(db: None, settings: LazySettings) -> None:
    settings.OCTANT_DEMO = True
    a_category("security/compromised", skill="security", urgent=True, offered_in_chat=True)


@pytest.fixture
def account() -> str:
    return next(iter(demo._accounts()))


@pytest.fixture
def wei(db: None) -> User:
    return create_user(email="wei@mail.example", name="张伟", password=PASSWORD, language="zh-hans")


@pytest.fixture
def customer(wei: User, account: str) -> Customer:
    made = of_user(user=wei, language="zh-hans")
    Customer.objects.filter(pk=made.pk).update(exchange_account=account)
    made.refresh_from_db()
    return made


@pytest.fixture
def ticket(customer: Customer) -> Ticket:
    return a_ticket(customer, assurance=Assurance.SIGNED_IN, text="我的账户有问题")
