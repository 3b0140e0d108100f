"""Who lets us into mailboxes, as the file of OCTANT_MAIL_OAUTH names them (docs/how-to/oauth.md).

The file is read for each token, so a new secret in it needs no restart.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from octant.channels.email.signing_in.errors import SignInFailed

REFRESH, CLIENT, ACCOUNT = "refresh_token", "client_credentials", "service_account"
_MICROSOFT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/"
_OUTLOOK = "https://outlook.office.com/"
# What each provider's addresses and scopes are, so that nobody copies them wrongly.
_KNOWN: dict[str, dict[str, Any]] = {
    "microsoft": {
        "token_url": _MICROSOFT + "token",
        "authorize_url": _MICROSOFT + "authorize",
        "scope": {
            REFRESH: f"{_OUTLOOK}IMAP.AccessAsUser.All {_OUTLOOK}SMTP.Send offline_access",
            CLIENT: "https://outlook.office365.com/.default",
        },
    },
    "google": {
        "token_url": "https://oauth2.googleapis.com/token",
        "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
        "scope": {REFRESH: "https://mail.google.com/", ACCOUNT: "https://mail.google.com/"},
    },
    "other": {"token_url": "", "authorize_url": "", "scope": {}},
}
_WORDS = frozenset(
    [
        "provider",
        "grant",
        "tenant",
        "client_id",
        "client_secret",
        "client_secret_file",
        "refresh_token",
        "refresh_token_file",
        "key_file",
        "token_url",
        "authorize_url",
        "scope",
    ]
)
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Grant:
    """One section of the file, made whole."""

    name: str
    kind: str
    token_url: str
    authorize_url: str
    scope: str
    provider: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    issuer: str = ""  # of a service account
    private_key: str = field(default="", repr=False)


def file() -> Path:
    given = settings.OCTANT_MAIL_OAUTH
    return Path(given) if given else Path(settings.OCTANT_HOME) / "keys" / "mail_oauth.toml"


def grant(name: str) -> Grant:
    """Raises `SignInFailed` with a sentence for what is missing or cannot be meant."""
    section = _sections().get(name)
    if not isinstance(section, dict):
        raise _wrong(f"there is no [{name}] in {file()}")
    if unknown := sorted(set(section) - _WORDS):
        raise _wrong(f"[{name}] has {', '.join(unknown)}, which means nothing here")
    if not all(isinstance(value, str) for value in section.values()):
        raise _wrong(f"every value of [{name}] is a text in quotes")
    return _made(name, section)


def _made(name: str, section: Mapping[str, str]) -> Grant:
    provider, kind = section.get("provider", "other"), section.get("grant", REFRESH)
    known = _KNOWN.get(provider)
    if known is None or kind not in (REFRESH, CLIENT, ACCOUNT):
        what = "provider" if known is None else "grant"
        raise _wrong(f"[{name}] has a {what} that is not known")
    account = _account(name, section) if kind == ACCOUNT else {}
    tenant = section.get("tenant", "")
    if provider == "microsoft" and not tenant and "token_url" not in section:
        raise _wrong(f"[{name}] needs the tenant of your Microsoft 365")
    made = Grant(
        name=name,
        kind=kind,
        provider=provider,
        token_url=section.get("token_url", known["token_url"].format(tenant=tenant)),
        authorize_url=section.get("authorize_url", known["authorize_url"].format(tenant=tenant)),
        scope=section.get("scope", known["scope"].get(kind, "")),
        client_id=section.get("client_id", ""),
        client_secret=_secret(name, section, "client_secret"),
        refresh_token=_secret(name, section, "refresh_token"),
        issuer=account.get("client_email", ""),
        private_key=account.get("private_key", ""),
    )
    _demand_whole(made)
    return made


def _demand_whole(made: Grant) -> None:
    needed = {
        "token_url": made.token_url,
        "client_id": made.client_id or made.kind == ACCOUNT,
        "client_secret": made.client_secret or made.kind != CLIENT,
        "scope": made.scope or made.kind == REFRESH,
    }
    if missing := [name for name, value in needed.items() if not value]:
        raise _wrong(f"[{made.name}] needs {' and '.join(missing)}")
    for url in filter(None, (made.token_url, made.authorize_url)):
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not (safe and parts.hostname):
            raise _wrong(f"the addresses of [{made.name}] begin with https://")


def _account(name: str, section: Mapping[str, str]) -> dict[str, str]:
    """The key file of a service account, as Google hands it out."""
    if not section.get("key_file"):
        raise _wrong(f"[{name}] needs key_file, the JSON file of the service account")
    try:
        found = json.loads(_read(section["key_file"]))
        return {
            "client_email": str(found["client_email"]),
            "private_key": str(found["private_key"]),
        }
    except (ValueError, KeyError, TypeError) as error:
        raise _wrong(f"the key_file of [{name}] is none of a service account") from error


def _secret(name: str, section: Mapping[str, str], word: str) -> str:
    """Given itself, or as the first thing in a file."""
    if word in section and f"{word}_file" in section:
        raise _wrong(f"[{name}] has {word} and {word}_file: keep one")
    if word in section:
        return section[word].strip()
    return _read(section[f"{word}_file"]).strip() if f"{word}_file" in section else ""


def _read(path: str) -> str:
    """A file beside ours, or anywhere by its whole path."""
    try:
        return (file().parent / path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(f"{path} cannot be read ({_reason(error)})") from error


def _sections() -> dict[str, Any]:
    try:
        return tomllib.loads(file().read_text("utf-8"))
    except FileNotFoundError as error:
        raise _wrong(f"there is no file {file()}") from error
    except tomllib.TOMLDecodeError as error:  # says where, and quotes nothing
        raise _wrong(f"{file()} is no TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(f"{file()} cannot be read ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or type(error).__name__


def _wrong(what: str) -> SignInFailed:
    return SignInFailed(f"Mail sign-in: {what}.", code="configuration")
