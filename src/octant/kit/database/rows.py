"""Rows whose SQL is written once for each model, as `prepared` does for queries.

To write an INSERT of forty columns anew takes three times as long as to fill it in.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connections, router
from django.db.models import Field, Model
from django.db.models.sql import InsertQuery


def insert(row: Model, *, once: str = "") -> bool:
    """Write a row that has no number yet, as `save` does, without its signals; it has its number
    then. `once`: a unique column; False, and nothing written, where its value is there already.

    Raises `ValueError` for values that are expressions."""
    return _insert([row], once)


def insert_all(rows: Sequence[Model]) -> None:
    """The same for several rows of one model, few enough for one statement."""
    if rows:
        _insert(rows, "")


def _insert(rows: Sequence[Model], once: str) -> bool:
    model = type(rows[0])
    connection = connections[using := router.db_for_write(model)]
    sql, fields = _inserting(model, using, once, len(rows))
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row in rows
        for field in fields
    ]
    if any(hasattr(value, "as_sql") for value in values):
        raise ValueError(f"an expression among the values of a {model.__name__}")
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    for row, (number,) in zip(rows, found, strict=not once):
        row.pk = number
        row._state.adding, row._state.db = False, using
    return bool(found)


def update(row: Model, *names: str) -> None:
    """Write these fields of a row that is there, as `save(update_fields=…)` does, without its
    signals."""
    connection = connections[using := router.db_for_write(type(row))]
    sql, fields = _updating(type(row), using, names)
    values = [
        field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])


@cache
def _updating(
    model: type[Model], using: str, names: tuple[str, ...]
) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    by_name = {each.name: each for each in model._meta.local_concrete_fields}
    fields = tuple(by_name[name] for name in names)
    set_to = ", ".join(f'"{each.column}" = {_place(each, using)}' for each in fields)
    return f'UPDATE "{model._meta.db_table}" SET {set_to} WHERE "id" = %s', fields


def _place(field: "Field[Any, Any]", using: str) -> str:
    """Where its value goes; arrays say of what."""
    named: Any = getattr(field, "get_placeholder", None)
    return str(named(None, None, connections[using])) if named else "%s"


@cache
def _inserting(
    model: type[Model], using: str, once: str, count: int
) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    meta = model._meta
    fields = tuple(each for each in meta.local_concrete_fields if each is not meta.pk)
    query = InsertQuery(model)
    query.insert_values(fields, [model()], raw=False)
    compiler = query.get_compiler(using)
    compiler.returning_fields = [meta.pk]
    [(sql, params)] = compiler.as_sql()
    if len(params) != len(fields):
        raise ValueError(f"{model.__name__} has columns that the database fills in")
    if count > 1:
        head, values, given = sql.partition(" VALUES ")
        given, returning, own = given.rpartition(" RETURNING ")
        sql = "".join((head, values, ", ".join([given] * count), returning, own))
    if once:
        [column] = [each.column for each in fields if each.name == once]
        sql = sql.replace(" RETURNING ", f' ON CONFLICT ("{column}") DO NOTHING RETURNING ', 1)
    return sql, fields
