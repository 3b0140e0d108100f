"""The library's forms for a code, which leave a line where a code was wrong."""

from typing import Any

import structlog
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

log = structlog.get_logger()


class _Noting:
    def _emit_authentication_failed(self, authenticator: Any) -> None:
        log.warning("sign_in_failed", user=authenticator.user_id, by=str(authenticator.type))
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]


class NotingCodeForm(_Noting, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class NotingConfirmForm(_Noting, ReauthenticateForm):  # type: ignore[misc]
    """Proving again who one is."""
