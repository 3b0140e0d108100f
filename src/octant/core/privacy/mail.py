"""What a customer is told by mail of the erasure of their data."""

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

if TYPE_CHECKING:
    from octant.core.people.models import Customer
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


def _send(customer: "Customer", subject: str, parts: list[str]) -> None:
    """A mail server that is away does not stop what was asked for; the page says it too."""
    if not customer.email:
        return
    parts = [*parts, workspace().name]
    if own := anti_phishing.shown_to(customer.user, address=customer.email):
        parts.append(_("Your anti-phishing code: %(code)s") % {"code": own})
    try:
        EmailMessage(subject=subject, body="\n\n".join(parts) + "\n", to=[customer.email]).send()
    except (OSError, SMTPException) as error:
        log.warning("privacy_mail_failed", error=type(error).__name__)
