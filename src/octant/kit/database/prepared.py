"""Queries whose SQL Django writes once.

A ticket comes with eight other tables. Django writes 5 kB of SQL for it anew at every request,
which takes longer than the database needs to answer. `prepared` keeps what was written, and puts
in what changes: the values that are named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial, wraps
from itertools import count
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import connections
from django.db.models import ForeignKey, Lookup, Model, QuerySet, prefetch_related_objects
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)
P = ParamSpec("P")


def prepared(
    *names: str,
) -> Callable[[Callable[P, QuerySet[Row]]], Callable[P, list[Row]]]:
    """Make of a function that answers a query one that answers its rows.

    `names`: keyword arguments that are values in the SQL: str, int, datetime, list of int. All
    others shape it: there is one statement for each combination, so let there be few. A limit
    shapes. Raises `ValueError` if something else changes by itself, such as the time.
    """

    def decorate(make: Callable[..., QuerySet[Row]]) -> Callable[P, list[Row]]:
        statements: dict[tuple[Any, ...], _Statement[Row]] = {}

        @wraps(make)
        def rows(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
            values = {name: kwargs[name] for name in names}
            shape = {name: value for name, value in kwargs.items() if name not in values}
            key = (*args, *shape.items(), *map(type, values.values()))
            statement = statements.get(key)
            if statement is None:
                query = partial(make, *args, **shape)
                statement = statements[key] = _write(query, values)
            return statement.rows(values)

        return rows

    return decorate


@ForeignKey.register_lookup
class AnyOf(Lookup):
    """`filter(message__any_of=[…])`: as `in`, but the same SQL for any number of values."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, given = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*given, list(self.rhs))


@dataclass(frozen=True, slots=True)
class _Statement(Generic[Row]):
    query: QuerySet[Row]
    reader: "_Reader[Row]"
    sql: str
    params: tuple[Any, ...]
    holes: tuple[tuple[int, str], ...]  # where in `params` which value goes

    def rows(self, values: dict[str, Any]) -> list[Row]:
        params = list(self.params)
        for at, name in self.holes:
            kind = type(params[at])  # Django's own kinds of integers say how wide they are
            params[at] = kind(values[name]) if issubclass(kind, int) else values[name]
        using = self.query.db
        with connections[using].cursor() as cursor:
            cursor.execute(self.sql, params)
            found = [self.reader.read(row, using) for row in cursor.fetchall()]
        if along := getattr(self.query, "_prefetch_related_lookups", ()):
            prefetch_related_objects(found, *along)
        return found


class _Reader(Generic[Row]):
    """Makes objects of rows, as Django's `ModelIterable` does; what that finds out anew for each
    query is found out once."""

    def __init__(self, compiler: Any) -> None:
        of, select = compiler.klass_info, compiler.select
        first, last = of["select_fields"][0], of["select_fields"][-1]
        self._model: type[Row] = of["model"]
        self._own = slice(first, last + 1)
        self._names = [field[0].target.attname for field in select[self._own]]
        populators: Any = get_related_populators  # django-stubs describe a later Django's
        self._related = populators(of, select, compiler.using)
        self._annotations = compiler.annotation_col_map or {}
        expressions = [each[0] for each in select[: compiler.col_count]]
        self._converters = compiler.get_converters(expressions)

    def read(self, row: Sequence[Any], using: str) -> Row:
        if self._converters:
            row = self._converted(row, connections[using])
        found: Row = self._model.from_db(using, self._names, row[self._own])
        for related in self._related:
            related.populate(row, found)
        for name, at in self._annotations.items():
            setattr(found, name, row[at])
        return found

    def _converted(self, row: Sequence[Any], connection: Any) -> list[Any]:
        values = list(row)
        for at, (converters, expression) in self._converters.items():
            for convert in converters:
                values[at] = convert(values[at], expression, connection)
        return values


def _write(make: Callable[..., QuerySet[Row]], values: dict[str, Any]) -> _Statement[Row]:
    """The statement, from two queries that differ in their values alone."""
    marks = count(1)
    first, second = ({name: _mark(v, next(marks)) for name, v in values.items()} for _ in range(2))
    query = make(**first)
    compiler = query.query.get_compiler(query.db)
    sql, params = compiler.as_sql()
    other = make(**second)
    _sql, changed = other.query.get_compiler(other.db).as_sql()
    holes = []
    for at, (one, two) in enumerate(zip(params, changed, strict=True)):
        name = next((name for name in values if (one, two) == (first[name], second[name])), None)
        if name is not None:
            holes.append((at, name))
        elif one != two:
            raise ValueError(f"{one!r} changes by itself: give it as a value")
    if _sql != sql or {name for _at, name in holes} != set(values):
        raise ValueError(f"{set(values)} are not all values of this SQL: {sql}")
    return _Statement(query, _Reader(compiler), sql, tuple(params), tuple(holes))


def _mark(like: Any, number: int) -> Any:
    """A value of the same type that stands nowhere else in a query."""
    match like:
        case str():
            return f"\x01value {number}\x01"
        case int():
            return 2_147_000_000 + number
        case datetime():
            return datetime(2999, 1, 1, 1, 1, 1, number, UTC)
        case list():  # for `any_of`
            return [2_147_000_000 + number]
    raise ValueError(f"{like!r} is no str, int, datetime or list")
