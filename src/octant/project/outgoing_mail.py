"""OCTANT_SMTP_URL as the settings that Django's and our own mail read."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TIMEOUT_SECONDS = 30
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def smtp_settings(url: str) -> dict[str, Any]:
    """`smtp://[user:password@]host[:port][?starttls=1]`, or `smtps://` for TLS from the start; with
    `oauth=grant` the sign-in is by tokens (docs/how-to/oauth.md)."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("OCTANT_SMTP_URL begins with smtp:// or smtps:// and a host.")
    secure = parts.scheme == "smtps"
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    starttls = asked.get("starttls") == "1"
    oauth = asked.get("oauth", "")
    if oauth and (parts.password or not parts.username):
        raise ImproperlyConfigured("OCTANT_SMTP_URL: with oauth= goes a user and no password.")
    if oauth and not (secure or starttls or parts.hostname in LOOPBACK):
        raise ImproperlyConfigured("OCTANT_SMTP_URL: oauth= goes with smtps:// or starttls=1.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": starttls and not secure,
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
        "OCTANT_SMTP_OAUTH": oauth,
    }
