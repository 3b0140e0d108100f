"""Access tokens: fetched when needed, kept in memory until shortly before they end.

Each process has its own. A token that a mail server refuses is fetched anew once, since it may
have been withdrawn, or our clock is wrong.
"""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import jwt
import structlog

from octant.channels.email.services.consents import refreshed
from octant.channels.email.signing_in.endpoint import ask
from octant.channels.email.signing_in.errors import SignInFailed, TokenRefused
from octant.channels.email.signing_in.grants import ACCOUNT, CLIENT, Grant, grant
from octant.kit.clock import now

log = structlog.get_logger()
Answer = TypeVar("Answer")
# How long before its end a token is not used any more; of short ones, the last quarter.
MARGIN = timedelta(minutes=2)
LIFETIME_SECONDS, LONGEST_SECONDS = 3600, 24 * 3600  # where none is told; what is believed
JUST_NOW = timedelta(seconds=30)
_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Token:
    value: str = field(repr=False)
    fetched_at: datetime
    good_until: datetime


_kept: dict[tuple[str, str], Token] = {}
_locks: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)


def with_token(name: str, user: str, attempt: Callable[[Token], Answer]) -> Answer:
    """What `attempt` gives, with the token of `user` by the grant `name`; where it raises
    `TokenRefused` for one that was kept, once more with a new one. Raises `SignInFailed`."""
    token = token_of(name, user)
    try:
        return attempt(token)
    except TokenRefused:
        forget(name, user, token)
        if token.fetched_at > now() - JUST_NOW:  # another one would be no better
            raise
    log.info("mail_token_refused", grant=name)
    token = token_of(name, user)
    try:
        return attempt(token)
    except TokenRefused:
        forget(name, user, token)
        raise


def token_of(name: str, user: str) -> Token:
    """One that is good for a while yet. Raises `SignInFailed`."""
    key = (name, user)
    with _locks[key]:
        token = _kept.get(key)
        if token is None or now() >= token.good_until:
            token = _kept[key] = _fetch(grant(name), user)
        return token


def forget(name: str, user: str, token: Token) -> None:
    """Do not use this one again."""
    with _locks[(name, user)]:
        if _kept.get((name, user)) == token:
            del _kept[(name, user)]


def _fetch(of: Grant, user: str) -> Token:
    try:
        answer = _asked(of, user)
    except SignInFailed as error:
        log.warning("mail_token_failed", grant=of.name, code=error.code, error=str(error))
        raise
    lasts = timedelta(seconds=_seconds(answer.get("expires_in")))
    at = now()
    log.info("mail_token_fetched", grant=of.name, lasts_s=lasts.total_seconds())
    return Token(str(answer["access_token"]), at, at + lasts - min(MARGIN, lasts / 4))


def _asked(of: Grant, user: str) -> dict[str, Any]:
    client = {"client_id": of.client_id, "client_secret": of.client_secret}
    if of.kind == CLIENT:
        form = {"grant_type": "client_credentials", "scope": of.scope, **client}
        return ask(of.token_url, form)
    if of.kind == ACCOUNT:
        return ask(of.token_url, {"grant_type": _BEARER, "assertion": _assertion(of, user)})
    form = {"grant_type": "refresh_token", "scope": of.scope, **client}
    return refreshed(of, lambda token: ask(of.token_url, {**form, "refresh_token": token}))


def _assertion(of: Grant, user: str) -> str:
    """A service account asks in the name of a mailbox (RFC 7523)."""
    at = now()
    claims = {
        "iss": of.issuer,
        "sub": user,
        "scope": of.scope,
        "aud": of.token_url,
        "iat": at,
        "exp": at + timedelta(minutes=5),
    }
    try:
        return jwt.encode(claims, of.private_key, algorithm="RS256")
    except (ValueError, TypeError, jwt.PyJWTError) as error:
        sentence = f"Mail sign-in: the private key of [{of.name}] cannot be read."
        raise SignInFailed(sentence, code="configuration") from error


def _seconds(told: Any) -> int:
    try:
        return min(max(int(told), 1), LONGEST_SECONDS)
    except (TypeError, ValueError):
        return LIFETIME_SECONDS
