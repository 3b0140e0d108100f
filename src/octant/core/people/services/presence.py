"""Proof that the person at the keyboard is the account's owner: by an app's code or a passkey.

Recovery codes do not count: they are for getting in again, and lie where a thief finds them.
Nor does a factor that was set up just now: whoever phished a password could have added it.
"""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from fido2.webauthn import UserVerificationRequirement

from octant.core.people.models import User
from octant.core.people.passkey_forms import CredentialField, refusing
from octant.core.people.services import codes
from octant.kit.clock import now


def factors(user: User, *, age: timedelta) -> set[str]:
    """Which of `totp` and `passkey` this user set up at least `age` ago."""
    kinds = _old_enough(user, age).values_list("type", flat=True)
    names = {Authenticator.Type.TOTP: "totp", Authenticator.Type.WEBAUTHN: "passkey"}
    return {names[kind] for kind in kinds}


def code_is_right(user: User, code: str, *, age: timedelta) -> bool:
    """Whether this is the code the user's app shows now, and was not used before."""
    plain = "".join(code.split())
    row = _old_enough(user, age).filter(type=Authenticator.Type.TOTP).first()
    if row is None or not (plain.isascii() and plain.isdigit() and len(plain) == 6):
        return False
    if not (row.wrap().validate_code(plain) and codes.take(authenticator=row, code=plain)):
        return False
    row.record_usage()
    return True


def passkey_options(user: User, *, age: timedelta) -> dict[str, Any]:
    """What `navigator.credentials.get` wants; the challenge is kept in the session. A finger, a
    face or a PIN is demanded, not only the device."""
    options, state = auth.get_server().authenticate_begin(
        credentials=_credentials(user, age),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    auth.set_state(state)
    return dict(options)


def passkey_is_right(user: User, credential: str, *, age: timedelta) -> bool:
    """Whether this answers the session's challenge, by a passkey of this very user."""
    try:
        given = CredentialField().clean(credential)
        refusing(lambda: auth.parse_authentication_response(given))
        row = refusing(lambda: auth.complete_authentication(user, given))
    except ValidationError:
        return False
    if row.created_at > now() - age:
        return False
    row.record_usage()
    return True


def _old_enough(user: User, age: timedelta) -> Any:
    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=user, type__in=strong, created_at__lte=now() - age)


def _credentials(user: User, age: timedelta) -> list[Any]:
    rows = _old_enough(user, age).filter(type=Authenticator.Type.WEBAUTHN)
    found = (row.wrap().authenticator_data.credential_data for row in rows)
    return [each for each in found if each]
