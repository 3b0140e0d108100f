"""A moment at which nobody answers the phone, for tests whose outcome hangs on that: which way
suits best is another thing in its hours, and tests run at any hour."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from octant.kit import clock

SUNDAY = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_sunday() -> Iterator[None]:
    with clock.moved(SUNDAY - clock.now()):
        yield
