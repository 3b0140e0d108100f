"""The world that attackers come into."""

import pytest
from django.conf import LazySettings
from tests.core.people.conftest import mails  # noqa: F401
from tests.reactions.realtime.conftest import process, processes, staff  # noqa: F401
from tests.security.world import World, a_world, at_home


@pytest.fixture(autouse=True)
def _home(settings: LazySettings) -> None:
    at_home(settings)


@pytest.fixture
def world(db: None) -> World:
    return a_world()
