"""The file mailbox: mails that went into files of the home (kit/mail/files).

Only where settings.EMAIL_BACKEND writes files; elsewhere the mail server keeps its own copies,
and this finds nothing.
"""

import email
import email.policy
import os
from datetime import UTC, datetime
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings

from octant.core.ports.privacy import Holds, Removed
from octant.kit.mail.files import RULE, mail_files, mails_in


def _files() -> list[Path]:
    return mail_files(Path(str(settings.EMAIL_FILE_PATH)))


def _aged(file: Path) -> datetime:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)


class Mailbox:
    """A `ports.privacy.Store` over the files. A mail belongs to a person by its address alone,
    so a legal hold, which names customers, keeps all of them."""

    def due(self, before: datetime, holds: Holds) -> int:
        return len(self._over(before, holds))

    def oldest(self, holds: Holds) -> datetime | None:
        return min(map(_aged, _files()), default=None) if not _any(holds) else None

    def remove(self, before: datetime, holds: Holds, limit: int) -> Removed:
        over = self._over(before, holds)
        for file in over[:limit]:
            file.unlink(missing_ok=True)
        return Removed(min(len(over), limit), len(over) > limit)

    def _over(self, before: datetime, holds: Holds) -> list[Path]:
        return [] if _any(holds) else [file for file in _files() if _aged(file) < before]


def _any(holds: Holds) -> bool:
    return bool(holds.customers or holds.tickets)


def forget_mails(addresses: tuple[str, ...], limit: int) -> Removed:
    """Take every mail to one of `addresses` out of the files; returns how many mails."""
    wanted = {address.casefold() for address in addresses}
    gone = 0
    for file in _files() if wanted else ():
        mails = list(mails_in(file))
        left = [mail for mail in mails if not _is_to(mail, wanted)]
        if len(left) < len(mails):
            gone += len(mails) - len(left)
            _write(file, left)
        if gone >= limit:
            return Removed(gone, more=True)
    return Removed(gone)


def _is_to(mail: bytes, wanted: set[str]) -> bool:
    read = email.message_from_bytes(mail.lstrip(), policy=email.policy.default)
    named = [str(value) for name in ("To", "Cc", "Bcc") for value in read.get_all(name, [])]
    return any(address.casefold() in wanted for _name, address in getaddresses(named))


def _write(file: Path, mails: list[bytes]) -> None:
    """The mails that stay, in one step; no file where none do."""
    if not mails:
        file.unlink(missing_ok=True)
        return
    draft = file.with_suffix(".draft")
    draft.write_bytes(b"".join(mail + RULE for mail in mails))
    os.utime(draft, (file.stat().st_atime, file.stat().st_mtime))
    draft.replace(file)
