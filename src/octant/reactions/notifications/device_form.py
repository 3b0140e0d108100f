"""What a browser gives so that it can be told something."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from octant.kit import push

AUTH_BYTES = 16


class DeviceForm(forms.Form):
    """Filled in by the page's script from the Push API's subscription."""

    endpoint = forms.URLField(max_length=1000, assume_scheme="https", widget=forms.HiddenInput)
    their_key = forms.CharField(max_length=90, widget=forms.HiddenInput)
    auth = forms.CharField(max_length=24, widget=forms.HiddenInput)

    def clean_endpoint(self) -> str:
        """Only push services that we know: we shall post there, and the address is a stranger's."""
        url = str(self.cleaned_data["endpoint"])
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        known = any(
            host == each or host.endswith(f".{each}") for each in settings.OCTANT_PUSH_HOSTS
        )
        if parts.scheme != "https" or not known:
            raise forms.ValidationError(_("We do not know the push service of this browser."))
        return url

    def clean_their_key(self) -> str:
        key = str(self.cleaned_data["their_key"])
        if not push.is_key(_bytes(key)):
            raise forms.ValidationError(_("This browser gave us nothing that we can use."))
        return key

    def clean_auth(self) -> str:
        auth = str(self.cleaned_data["auth"])
        if len(_bytes(auth)) != AUTH_BYTES:
            raise forms.ValidationError(_("This browser gave us nothing that we can use."))
        return auth


def _bytes(text: str) -> bytes:
    try:
        return push.decoded(text)
    except ValueError:
        return b""
