"""A person's data as JSON values, table by table, as the apps declare them."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import FileField, Model, QuerySet

from octant.core.people.identities import rows_of as rows_of_person
from octant.core.people.models import Customer
from octant.core.ports.privacy import Personal, register

CHUNK = 500


def rows_of(customer: Customer, table: Personal) -> QuerySet[Any]:
    """The rows of one table that are about this person, in all rows that they are; none if it
    can hold none."""
    model = apps.get_model(table.model)
    owners = {_owner(each, table) for each in rows_of_person(customer)} - {None, ""}
    if not owners:
        return QuerySet(model).none()
    rows: QuerySet[Any] = QuerySet(model).filter(**{f"{table.owner}__in": owners})
    return rows.filter(table.only).order_by("pk")


def _owner(customer: Customer, table: Personal) -> int | str | None:
    if table.account:
        return customer.exchange_account
    return customer.user_id if table.user else customer.pk


def sections(customer: Customer) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """(name, rows) of each part of the export, in the order in which apps are installed."""
    for table in register().personal:
        yield table.section, _rows(customer, table)


def _rows(customer: Customer, table: Personal) -> Iterator[dict[str, Any]]:
    for row in rows_of(customer, table).iterator(CHUNK):
        yield {**_columns(row, table), **(table.more(row) if table.more else {})}


def _columns(row: Model, table: Personal) -> dict[str, Any]:
    fields = [f for f in row._meta.concrete_fields if f.name not in table.withheld]
    return {
        field.name: getattr(row, field.attname)
        for field in fields
        if not isinstance(field, FileField)
    }
