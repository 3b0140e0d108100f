"""The library's passkey forms, hardened: what no authenticator made is refused, not an error."""

import struct
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.utils.translation import gettext_lazy as _

from octant.core.people.fields import NameField

# The largest that authenticators make is a few kB, attestation certificates included.
LONGEST_CREDENTIAL_BYTES = 64 * 1024
_BROKEN = (
    AttributeError,
    InvalidSignature,
    LookupError,
    OverflowError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)
Answer = TypeVar("Answer")


def refusing(check: Callable[[], Answer]) -> Answer:
    """The check's answer; what the parsers choke on becomes the sentence for a wrong code."""
    try:
        return check()
    except _BROKEN as error:
        raise get_adapter().validation_error("incorrect_code") from error


class CredentialField(forms.JSONField):
    """What `navigator.credentials` gave, as JSON: an object, bounded, and storable."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        text = value if isinstance(value, str) else ""
        if len(text) > LONGEST_CREDENTIAL_BYTES or "\\u0000" in text:
            raise get_adapter().validation_error("incorrect_code")
        read = refusing(lambda: super(CredentialField, self).to_python(value))
        if read is not None and not isinstance(read, dict):
            raise get_adapter().validation_error("incorrect_code")
        return read


class _Checked(forms.Form):
    credential = CredentialField()

    def clean_credential(self) -> Any:
        return refusing(super().clean_credential)  # type: ignore[misc]


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    name = NameField(label=_("Name"), required=False)
    credential = CredentialField()

    def clean(self) -> Any:
        return refusing(super().clean)


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = NameField(label=_("Name"))


class LoginPasskeyForm(_Checked, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class AuthenticatePasskeyForm(_Checked, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticatePasskeyForm(_Checked, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass
