"""What is stored comes back as it was, whatever stands in it."""

import pytest
from django.db import connection

from octant.core.tickets.writer import _array

TEXTS = ['say "no"', "back\\slash", "{a,b}", "NULL", "", " ", "双重验证，ok", "a\nb", "'; --"]


@pytest.mark.django_db
@pytest.mark.parametrize("values", [TEXTS, [*TEXTS, None], [None, None], []])
def test_an_array_is_read_as_it_was_written(values: list[str | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [_array(values)])
        assert cursor.fetchone() == (values,)


@pytest.mark.parametrize("values", [["a\0b"], ["a", "b\0c"], ["a\0b", None]])
def test_a_nul_is_refused_and_moves_no_other_value(values: list[str | None]) -> None:
    with pytest.raises(ValueError, match="NUL"):
        _array(values)
