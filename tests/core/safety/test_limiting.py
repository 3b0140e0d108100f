"""Limits on how often somebody may try."""

from datetime import timedelta

import pytest

from octant.core.safety.models import Attempt
from octant.core.safety.services.limiting import Limit, forget, spend
from octant.kit.clock import moved
from octant.kit.errors import TooMany

pytestmark = pytest.mark.django_db
LIMIT = Limit("test", 2, 10)


def test_the_one_too_many_is_refused_until_time_has_passed() -> None:
    spend(LIMIT, "203.0.113.7")
    spend(LIMIT, "203.0.113.7")
    spend(LIMIT, "203.0.113.8")
    with pytest.raises(TooMany):
        spend(LIMIT, "203.0.113.7")
    with moved(timedelta(minutes=11)):
        spend(LIMIT, "203.0.113.7")


def test_who_tried_is_not_written_down_and_is_forgotten() -> None:
    spend(LIMIT, "203.0.113.7")
    assert "203.0.113.7" not in Attempt.objects.get().bucket
    assert forget() == 0
    with moved(timedelta(hours=3)):
        assert forget() == 1
