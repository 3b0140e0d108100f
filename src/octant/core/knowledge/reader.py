"""Who reads, without knowing who: a keyed hash that is worth nothing tomorrow."""

import hashlib
import hmac
import re
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest

from octant.kit.clock import now

# Programs that say what they are. Those that do not rarely run the page's script, and only
# the script counts a reading. Cubot makes telephones.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scrap|archiver|preview|monitor|uptime|lighthouse"
    r"|curl|wget|python|httpx|aiohttp|go-http|java/|okhttp|libwww|feed|validator",
    re.I,
)


def reader_of(request: HttpRequest) -> str:
    """32 hexadecimal digits that are the same for one browser at one address on one day (UTC).

    Keyed with the product's secret and salted with the day, so that it can neither be turned
    back into an address nor followed from day to day.
    """
    return _on(now().date(), request)


def lately_reader_of(request: HttpRequest) -> tuple[str, str]:
    """The same reader today and yesterday: who reads in the evening may ask after midnight."""
    today = now().date()
    return _on(today, request), _on(today - timedelta(days=1), request)


def _on(day: date, request: HttpRequest) -> str:
    address = str(request.META.get("REMOTE_ADDR", ""))
    return keyed(day, address, request.headers.get("User-Agent", ""))


def keyed(day: date, *parts: str) -> str:
    """32 hexadecimal digits for what tells somebody from others on this day."""
    key = hashlib.sha256(b"octant.knowledge.reader" + settings.SECRET_KEY.encode()).digest()
    text = "\n".join((day.isoformat(), *parts))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def is_robot(request: HttpRequest) -> bool:
    """Whether the visitor says that it is a program, or says nothing of itself."""
    agent = request.headers.get("User-Agent", "")
    return not agent or _ROBOT.search(agent) is not None
