"""What people read of what happened at their door (`SignInEvent`)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from octant.core.people.models import SignInEvent

What = SignInEvent.What

_WAYS = {
    "password": pgettext_lazy("way to sign in", "password"),
    "totp": pgettext_lazy("way to sign in", "authenticator app"),
    "webauthn": pgettext_lazy("way to sign in", "passkey"),
    "recovery_codes": pgettext_lazy("way to sign in", "recovery code"),
    "socialaccount": pgettext_lazy("way to sign in", "exchange account"),
}
# By the library's name of the mail that told of it.
_CHANGES = {
    "password_changed": gettext_lazy("The password was changed"),
    "password_set": gettext_lazy("A password was set"),
    "password_reset": gettext_lazy("The password was replaced by a mailed link"),
    "email_changed": gettext_lazy("The email address was changed"),
    "email_deleted": gettext_lazy("An email address was removed"),
    "totp_activated": gettext_lazy("An authenticator app was set up"),
    "totp_deactivated": gettext_lazy("The authenticator app was taken off"),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made"),
    "webauthn_added": gettext_lazy("A passkey was added"),
    "webauthn_removed": gettext_lazy("A passkey was removed"),
    "account_connected": gettext_lazy("The exchange account was linked"),
    "account_disconnected": gettext_lazy("The exchange account was unlinked"),
    "factors_removed": gettext_lazy("An administrator took off the second step"),
    "anti_phishing": gettext_lazy("The anti-phishing code was changed"),
}


def sentence(event: SignInEvent) -> str:
    """What happened, in a few words."""
    if event.what == What.CHANGED:
        known = _CHANGES.get(event.how)
        return str(known) if known else _("The way to sign in was changed")
    if event.what == What.SIGNED_IN:
        return _("Signed in")
    if event.what == What.PASSWORD_WRONG:
        said = ngettext("%(count)d wrong password", "%(count)d wrong passwords", event.count)
    elif event.what == What.FACTOR_WRONG:
        said = ngettext("%(count)d wrong code", "%(count)d wrong codes", event.count)
    else:
        return _("The right password, but no second step")
    return said % {"count": event.count}


def ways(event: SignInEvent) -> str:
    """By which means somebody signed in, or nothing."""
    if event.what != What.SIGNED_IN:
        return ""
    named = [str(_WAYS[way]) for way in event.how.split() if way in _WAYS]
    return pgettext("between ways to sign in", " and ").join(named)
