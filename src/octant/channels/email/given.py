"""Files that are too large for a mail: a link for its customer alone, signed in, for a while."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from octant.kit.errors import DomainError, NotFound

if TYPE_CHECKING:
    from octant.core.tickets.models import File

GIVEN_FOR = timedelta(days=14)
_SALT = "octant.email.file"


def goes_along(file: "File", room: int) -> bool:
    """Whether a file fits a mail that has `room` bytes left, and was checked."""
    return file.size <= room and file.reading not in ("waiting", "unread", "removed")


def link_to(file: "File") -> str:
    """The path, in the ticket's language. It opens nothing by itself."""
    with translation.override(file.ticket.language if file.ticket else None):
        return reverse("mail_file", args=[signing.dumps(file.public_id, salt=_SALT)])


def file_of_link(token: str) -> str:
    """The file's public id. Raises `NotFound`, or `DomainError` with 410 for a link too old."""
    try:
        return str(signing.loads(token, salt=_SALT, max_age=GIVEN_FOR))
    except signing.SignatureExpired as error:
        sentence = _("This link has expired. The file is still on the page of your ticket.")
        raise DomainError(sentence, code="link_expired", status=410) from error
    except signing.BadSignature as error:
        raise NotFound(_("There is no such file.")) from error
