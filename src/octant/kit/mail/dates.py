"""The Date field: RFC 5322, and the other ways in which people's programs write it."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_tz

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?")


def read_date(text: str) -> datetime | None:
    """An aware time, or None for what is none; one without a zone counts as UTC."""
    text = text.strip()[:100]
    try:
        if match := _ISO.match(text):
            moment = datetime.fromisoformat(match[0])
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return _rfc(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _rfc(text: str) -> datetime | None:
    from datetime import timedelta, timezone

    parts = parsedate_tz(text)
    if parts is None:
        return None
    zone = timezone(timedelta(seconds=parts[9])) if parts[9] else UTC
    return datetime(*parts[:6], tzinfo=zone)
