"""The key by which push services know us."""

from functools import cache
from pathlib import Path

from django.conf import settings

from octant.kit import push
from octant.kit.secret_file import kept


def private() -> str:
    """Our private key, in PEM. A new one ends the notices of every browser that knew the old."""
    return _private(str(settings.OCTANT_HOME))


def public() -> str:
    """What browsers are given of it."""
    return push.public(private())


@cache
def _private(home: str) -> str:
    """From home/keys/push_key, made once."""
    return kept(Path(home) / "keys" / "push_key", push.new_key)
