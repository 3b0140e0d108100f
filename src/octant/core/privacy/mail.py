"""What a customer is told by mail of the erasure of their data, and the code that lets them ask."""

from datetime import datetime
from smtplib import SMTPException
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from octant.core.people import anti_phishing
from octant.core.ports.workspace import workspace
from octant.kit.mail.automatic import MARKS

if TYPE_CHECKING:
    from octant.core.people.models import Customer, User
    from octant.core.privacy.models import Erasure

log = structlog.get_logger()


def tell_asked(erasure: "Erasure") -> None:
    """Whoever did not ask for it themselves learns of it in time to stop it."""
    customer = erasure.customer
    if customer is None:
        return
    with translation.override(customer.language):
        values = {"date": f"{erasure.due_at:%Y-%m-%d %H:%M} UTC", "brand": workspace().name}
        parts = [
            _(
                "We have been asked to erase your data at %(brand)s support: your conversations, "
                "files and support account. This begins on %(date)s, or earlier if a second "
                "person confirms it. After that it cannot be undone."
            )
            % values,
            _("If this was not you, cancel it here and change your password:")
            + f"\n{settings.OCTANT_URL}{reverse('privacy:own')}",
        ]
        _send(customer, _("Your data will be erased"), parts)


def tell_cancelled(erasure: "Erasure") -> None:
    """The erasure will not happen."""
    if (customer := erasure.customer) is None:
        return
    with translation.override(customer.language):
        parts = [_("The erasure of your data was cancelled. Nothing was removed.")]
        _send(customer, _("Your data will not be erased"), parts)


def tell_export(user: "User", *, due_at: datetime) -> None:
    """An archive was asked for by a mailed code alone: time to stop it."""
    with translation.override(user.language):
        values = {"date": f"{due_at:%Y-%m-%d %H:%M} UTC", "brand": workspace().name}
        parts = [
            _(
                "We have been asked for an archive of all your data at %(brand)s support, "
                "confirmed by a code that we mailed here. It is made on %(date)s, and only "
                "whoever is signed in to your account can fetch it."
            )
            % values,
            _("If this was not you, stop it here and change your password:")
            + f"\n{settings.OCTANT_URL}{reverse('privacy:own')}",
            _("With a passkey or an authenticator app there is no wait."),
        ]
        _mail(user.email, user, _("An archive of your data was asked for"), parts)


def tell_code(user: "User", *, code: str, minutes: int) -> bool:
    """The code that proves whose mailbox it is; whether the mail was handed over."""
    with translation.override(user.language):
        parts = [
            _(
                "Your code is %(code)s. It holds for %(minutes)s minutes, in the browser where "
                "you asked for it."
            )
            % {"code": code, "minutes": minutes},
            _(
                "Type it only on the page of your data at %(brand)s support. Our agents never ask "
                "for it, not in the chat and not on the phone."
            )
            % {"brand": workspace().name},
            _(
                "With it all your data can be downloaded or erased. If you did not ask for it, "
                "somebody has your password: change it now."
            )
            + f"\n{settings.OCTANT_URL}{reverse('account_change_password')}",
        ]
        return _mail(user.email, user, _("Your code to confirm that it is you"), parts)


def _send(customer: "Customer", subject: str, parts: list[str]) -> None:
    """A mail server that is away does not stop what was asked for; the page says it too."""
    if customer.email:
        _mail(customer.email, customer.user, subject, parts)


def _mail(address: str, user: "User | None", subject: str, parts: list[str]) -> bool:
    parts = [*parts, workspace().name]
    if own := anti_phishing.shown_to(user, address=address):
        parts.append(_("Your anti-phishing code: %(code)s") % {"code": own})
    try:
        body = "\n\n".join(parts) + "\n"
        EmailMessage(subject=subject, body=body, to=[address], headers=MARKS).send()
    except (OSError, SMTPException) as error:
        log.warning("privacy_mail_failed", error=type(error).__name__)
        return False
    return True
