"""What is asked for each mail is found by an index, however many mails and people there are."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import QuerySet
from tests.channels.email.mails import MEI

from octant.channels.email.models import Arrival, Outgoing
from octant.core.people.models import Customer, User
from octant.core.people.services.customers import of_registered_address
from octant.kit.clock import now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda at: Arrival.objects.filter(sender__iexact=MEI, received_at__gt=at), "by_address"),
        (lambda at: Outgoing.objects.filter(to__iexact=MEI, created_at__gt=at), "by_address"),
        (lambda at: Customer.objects.filter(email__iexact=MEI), "customer_by_address"),
        (lambda at: User.objects.filter(email__iexact=MEI), "user_by_address"),
        (lambda at: EmailAddress.objects.filter(email=MEI), "account_emailaddress_email"),
    ],
)
def test_an_address_is_found_without_reading_the_table(rows: Any, index: str) -> None:
    asked: QuerySet[Any] = rows(now() - timedelta(hours=1))
    with connection.cursor() as cursor:  # so few rows that reading them all would be quicker
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert index in asked.explain()


def test_an_address_in_capitals_is_the_same(customer_user: User) -> None:
    found = of_registered_address(address=MEI.upper())
    assert found is not None
    assert found.user == customer_user
