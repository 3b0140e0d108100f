"""Django's own mails (links to passwords, codes, notices) by the same way out as ours."""

from typing import Any

from django.core.mail.backends import smtp

from octant.channels.email.transport import connect


class EmailBackend(smtp.EmailBackend):
    """As Django's, but signs in as OCTANT_SMTP_URL says: with tokens too."""

    connection: Any

    def open(self) -> bool | None:
        if self.connection:
            return False
        try:
            self.connection = connect()
        except OSError:
            if not self.fail_silently:
                raise
            return None
        return True
