"""Refresh tokens that came after the one in the configuration, sealed: some providers give a new
one with each access token, and a consent given here never stands in a file at all."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction

from octant.channels.email.models import MailConsent
from octant.channels.email.signing_in.errors import SignInFailed
from octant.channels.email.signing_in.grants import Grant
from octant.kit.clock import now


@transaction.atomic
def refreshed(of: Grant, fetch: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """What `fetch` gives for the newest refresh token; the next one is kept.

    The row stays locked meanwhile, ten seconds at most: a provider that lets each token be used
    once would take two processes with the same one for thieves.
    """
    row, _made = MailConsent.objects.select_for_update().get_or_create(
        name=of.name, defaults={"changed_at": now()}
    )
    token = _newest(row, of)
    if not token:
        sentence = f"Nobody has consented for [{of.name}] yet: run octant mail-consent {of.name}."
        raise SignInFailed(sentence, code="no_consent")
    answer = fetch(token)
    following = answer.get("refresh_token")
    if isinstance(following, str) and following and following != token:
        _keep(row, of, following)
    return answer


@transaction.atomic
def keep_consent(*, of: Grant, token: str) -> None:
    """A consent just given: it counts before whatever the configuration holds now."""
    row, _made = MailConsent.objects.select_for_update().get_or_create(
        name=of.name, defaults={"changed_at": now()}
    )
    _keep(row, of, token)


def _keep(row: MailConsent, of: Grant, token: str) -> None:
    row.sealed, row.began, row.changed_at = _fernet().encrypt(token.encode()), _began(of), now()
    row.save(update_fields=["sealed", "began", "changed_at"])


def _newest(row: MailConsent, of: Grant) -> str:
    """The kept one, unless the configuration holds another than the one that it came from."""
    if not row.sealed or row.began != _began(of):
        return of.refresh_token
    try:
        return _fernet().decrypt(bytes(row.sealed)).decode()
    except InvalidToken:  # sealed under another key
        return of.refresh_token


def _began(of: Grant) -> str:
    if not of.refresh_token:
        return ""
    key = b"octant.mail.began" + settings.SECRET_KEY.encode()
    return hmac.new(key, of.refresh_token.encode(), hashlib.sha256).hexdigest()


def _fernet() -> Fernet:
    purpose = b"octant.mail.consent" + settings.SECRET_KEY.encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(purpose).digest()))
