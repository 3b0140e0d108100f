"""The phone is closed."""

from tests.core.advice.closed import _on_a_sunday  # noqa: F401
