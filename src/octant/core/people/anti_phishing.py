"""A user's own anti-phishing code, in mails to them and nowhere else.

Encrypted at rest: who reads the database, a backup or a desk page does not learn it.
"""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from octant.core.people.models import AntiPhishingCode, User


def shown_to(user: Any, *, address: str) -> str:
    """The code for a mail that goes to `address`; nothing unless that is the user's registered
    and verified address, and nothing where none is set."""
    from allauth.account.models import EmailAddress

    if not isinstance(user, User) or user.email.casefold() != address.casefold():
        return ""
    if not EmailAddress.objects.filter(user=user, email__iexact=address, verified=True).exists():
        return ""
    row = AntiPhishingCode.objects.filter(user=user).first()
    return unseal(row.sealed) if row else ""


def status_of(user: User) -> AntiPhishingCode | None:
    """Whether and since when a code is set; the page that says so does not show it."""
    return AntiPhishingCode.objects.filter(user=user).defer("sealed").first()


def seal(text: str) -> str:
    """`text` encrypted and authenticated (Fernet), under a key of this purpose."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text; nothing if it was sealed under another key or altered."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _fernet() -> Fernet:
    purpose = b"octant.core.people.anti_phishing" + settings.SECRET_KEY.encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(purpose).digest()))
