"""Who an exchange says its customer is: a signed token that its site hands to the chat.

HS256 JSON Web Token (RFC 7519) over a secret that the exchange and this installation share;
docs/how-to/embed-chat.md tells the exchange how to make one.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from octant.kit.errors import NotAllowed

AUDIENCE = "octant-chat"
MAX_AGE_SECONDS = 600
LEEWAY_SECONDS = 30
SECRET_BYTES = 32  # RFC 7518, 3.2: at least as long as the hash


@dataclass(frozen=True, slots=True)
class Identity:
    """A customer of the exchange, vouched for by it a few minutes ago."""

    account: str
    email: str
    name: str


def secret() -> str:
    """$OCTANT_IDENTITY_SECRET, or `keys/identity_secret` of the home folder; empty if neither."""
    if given := os.environ.get("OCTANT_IDENTITY_SECRET"):
        return given
    file = Path(settings.OCTANT_HOME) / "keys" / "identity_secret"
    try:
        return file.read_text("utf-8").strip()
    except OSError:
        return ""


def verify(token: str) -> Identity:
    """The identity in `token`. Raises `NotAllowed`: `identity_expired` or `identity_bad`.

    A token that is good for more than ten minutes is refused as well: whoever finds it in a
    log next week must not be that customer.
    """
    key = secret()
    if len(key.encode()) < SECRET_BYTES:
        raise _bad()
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=["HS256"],
            audience=AUDIENCE,
            leeway=LEEWAY_SECONDS,
            options={"require": ["sub", "exp", "iat", "aud"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise NotAllowed(
            _("Your sign-in for the chat has run out. Reload the page to continue as yourself."),
            code="identity_expired",
        ) from error
    except (jwt.PyJWTError, UnicodeError, ValueError) as error:
        raise _bad() from error
    if int(claims["exp"]) - int(claims["iat"]) > MAX_AGE_SECONDS:
        raise _bad()
    return _identity(claims)


def _identity(claims: dict[str, Any]) -> Identity:
    account, email, name = (str(claims.get(key) or "").strip() for key in ("sub", "email", "name"))
    try:
        validate_email(email)
    except ValidationError as error:
        raise _bad() from error
    if not account or len(account) > 64 or not account.isprintable():
        raise _bad()
    return Identity(account=account, email=email[:254], name=" ".join(name.split())[:120])


def _bad() -> NotAllowed:
    return NotAllowed(
        _("We could not confirm who you are, so this chat continues as a guest."),
        code="identity_bad",
    )
