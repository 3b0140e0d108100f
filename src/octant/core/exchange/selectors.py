"""The exchange of this installation."""

from functools import cache

from django.conf import settings

from octant.core.exchange.adapters.demo import DemoExchange
from octant.core.exchange.port import Exchange


@cache
def exchange() -> Exchange:
    """The HTTP adapter where OCTANT_EXCHANGE_URL is set, else the workspace's demo records."""
    if settings.OCTANT_EXCHANGE_URL:
        from octant.core.exchange.adapters.http import HttpExchange  # its client takes 17 MB

        return HttpExchange(
            settings.OCTANT_EXCHANGE_URL,
            key=settings.OCTANT_EXCHANGE_KEY,
            timeout_seconds=settings.OCTANT_EXCHANGE_TIMEOUT_SECONDS,
        )
    return DemoExchange()
