"""Limits on how often somebody may try."""

from datetime import timedelta

import pytest

from octant.core.safety.models import Attempt
from octant.core.safety.services import limiting
from octant.kit import clock
from octant.kit.errors import TooMany

pytestmark = pytest.mark.django_db
LIMIT = limiting.Limit("test", 2, 10)


def test_the_one_too_many_is_refused_until_time_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    limiting.spend(LIMIT, "203.0.113.7")
    limiting.spend(LIMIT, "203.0.113.7")
    limiting.spend(LIMIT, "203.0.113.8")
    with pytest.raises(TooMany):
        limiting.spend(LIMIT, "203.0.113.7")
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(limiting, "now", lambda: later)
    limiting.spend(LIMIT, "203.0.113.7")


def test_who_tried_is_not_written_down_and_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    limiting.spend(LIMIT, "203.0.113.7")
    assert "203.0.113.7" not in Attempt.objects.get().bucket
    later = clock.now() + timedelta(hours=3)
    monkeypatch.setattr(limiting, "now", lambda: later)
    assert limiting.forget() == 1
