"""One request to a token endpoint (RFC 6749): over verified TLS, once, within ten seconds."""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from octant.channels.email.signing_in.errors import SignInFailed, clean, refused_by

TIMEOUT_SECONDS = 10
_SECRET = ("client_secret", "refresh_token", "assertion", "code", "code_verifier")


def ask(url: str, form: Mapping[str, str]) -> dict[str, Any]:
    """What it gives. Raises `SignInFailed`; nothing secret of `form` is in its sentence."""
    host = urlsplit(url).hostname or ""
    secrets = tuple(form[name] for name in _SECRET if name in form)
    try:
        answer = httpx.post(
            url,
            data={name: value for name, value in form.items() if value},
            headers={"Accept": "application/json"},
            timeout=TIMEOUT_SECONDS,
            follow_redirects=False,
            verify=ssl.create_default_context(),
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        said = clean(str(error), secrets) or type(error).__name__
        raise SignInFailed(f"{host} cannot be reached for a token: {said}.", code="away") from error
    found = _json(answer)
    if answer.status_code == 200 and isinstance(found.get("access_token"), str):
        return found
    code = clean(str(found.get("error") or f"HTTP {answer.status_code}"), secrets)
    raise refused_by(host, code, str(found.get("error_description") or ""), secrets=secrets)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
