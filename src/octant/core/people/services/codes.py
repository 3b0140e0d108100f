"""An authenticator app's code is taken once, whichever process takes it (RFC 6238, 5.2).

The library remembers used codes in each process's own cache, and for half a minute, while a code
lives for a minute and a half. So the step of the newest code that was taken is kept with the
app's secret: neither that code nor an older one is taken again.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

_STEP = "last_step"


@transaction.atomic
def take(*, authenticator: Any, code: str) -> bool:
    """Whether this code of the app counts now; it does not the next time. `code`: digits."""
    row = Authenticator.objects.select_for_update().filter(pk=authenticator.pk).first()
    step = _step(row, code) if row is not None else None
    if row is None or step is None or step <= row.data.get(_STEP, 0):
        return False
    row.data[_STEP] = step
    row.save(update_fields=["data"])
    return True


def _step(row: Any, code: str) -> int | None:
    """The half minute since 1970 whose code this is, of those that count now."""
    secret = decrypt(row.data["secret"])
    plain = "".join(code.split())
    if not (plain.isascii() and plain.isdigit()):
        return None
    steps = yield_hotp_counters_from_time()
    return next((step for step in steps if hotp_value(secret, step) == int(plain)), None)
