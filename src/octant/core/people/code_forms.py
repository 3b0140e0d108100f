"""The library's forms for a code: a line is left where one was wrong, and an app's counts once."""

from typing import Any

import structlog
from allauth.core import context as library
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator

from octant.core.people.models import SignInEvent
from octant.core.people.services import activity, codes

log = structlog.get_logger()


class _Noting:
    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        app = self.authenticator  # type: ignore[attr-defined]
        if app.type == Authenticator.Type.TOTP and not codes.take(authenticator=app, code=code):
            self._emit_authentication_failed(app)
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        by = str(authenticator.type)
        log.warning("sign_in_failed", user=authenticator.user_id, by=by)
        user = self.user  # type: ignore[attr-defined]
        activity.tell(library.request, user=user, what=SignInEvent.What.FACTOR_WRONG, how=by)
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc]


class NotingCodeForm(_Noting, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class NotingConfirmForm(_Noting, ReauthenticateForm):  # type: ignore[misc]
    """Proving again who one is."""
