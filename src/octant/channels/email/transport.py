"""Hand one mail to the next server: SMTP where one is named, else the files of the home."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import SMTP
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from octant.channels.email.signing_in.errors import SignInFailed, not_let_in
from octant.channels.email.signing_in.sasl import Showing
from octant.channels.email.signing_in.tokens import Token, with_token


class Refused(Exception):
    """The next server will never take this mail; its answer says why."""


class Later(Exception):
    """It cannot be handed over now."""


@dataclass(slots=True)
class Smtp:
    """One open connection, for several mails."""

    server: smtplib.SMTP

    def hand_over(self, raw: bytes, *, sender: str, to: str) -> None:
        """Raises `Refused` or `Later`."""
        try:
            self.server.sendmail(sender, [to], raw, _options(raw, to))
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(f"{error}"[:300]) from error
        except smtplib.SMTPRecipientsRefused as error:
            code, text = error.recipients[to]
            raise _answer(code, text) from error
        except smtplib.SMTPResponseException as error:
            raise _answer(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Later(f"{type(error).__name__}: {error}"[:300]) from error


def _options(raw: bytes, to: str) -> tuple[str, ...]:
    """What the server is asked for where an address is not written in ASCII (RFC 6531)."""
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    return () if head.isascii() and to.isascii() else ("SMTPUTF8", "BODY=8BITMIME")


class Files:
    """Django's own mail backend: files in a demonstration, memory in tests."""

    def hand_over(self, raw: bytes, *, sender: str, to: str) -> None:
        try:
            get_connection().send_messages([_Ready(raw, sender, to)])
        except OSError as error:
            raise Later(f"{type(error).__name__}: {error}"[:300]) from error


class _Ready(EmailMessage):
    """A mail that is written already, as Django's backends take it: parsed only by who looks."""

    def __init__(self, raw: bytes, sender: str, to: str) -> None:
        self.raw = raw
        super().__init__(from_email=sender, to=[to])

    @property
    def subject(self) -> str:
        return str(message_from_bytes(self.raw, policy=SMTP)["Subject"])

    @subject.setter
    def subject(self, given: str) -> None:
        """What the mail itself says."""

    def message(self, *_: Any, **__: Any) -> Any:
        return _Bytes(self.raw)


class _Bytes:
    """A message that is its bytes; all else of it comes from parsing them."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def as_bytes(self, *_: Any, **__: Any) -> bytes:
        return self._raw

    @cached_property
    def _parsed(self) -> Message:
        return message_from_bytes(self._raw)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parsed, name)

    def __getitem__(self, name: str) -> Any:
        return self._parsed[name]


def _answer(code: int, text: bytes | str) -> Exception:
    sentence = f"{code} {_told(text)}"[:300]
    return Refused(sentence) if 500 <= code < 600 else Later(sentence)


def _told(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


@contextmanager
def way_out() -> Iterator[Smtp | Files]:
    """An open way to the next server. Raises `Later` where there is none now."""
    if not settings.OCTANT_SMTP_URL:
        yield Files()
        return
    try:
        server = connect()
    except SignInFailed as error:
        raise Later(str(error)[:300]) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Later(f"{type(error).__name__}: {error}"[:300]) from error
    try:
        yield Smtp(server)
    finally:
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()


def connect() -> smtplib.SMTP:
    """Signed in to the server of OCTANT_SMTP_URL. Raises `OSError` (`SignInFailed` among them)."""
    if grant := settings.OCTANT_SMTP_OAUTH:
        return with_token(grant, settings.EMAIL_HOST_USER, _by_token)
    server = _opened()
    if settings.EMAIL_HOST_USER:
        with _closed_on_error(server):
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    return server


def _by_token(token: Token) -> smtplib.SMTP:
    server = _opened()
    with _closed_on_error(server):
        server.ehlo_or_helo_if_needed()
        showing = Showing(
            server.esmtp_features.get("auth", "").split(),
            user=settings.EMAIL_HOST_USER,
            token=token.value,
            host=settings.EMAIL_HOST,
            port=settings.EMAIL_PORT,
        )
        try:
            server.auth(showing.mechanism, showing.answer)
        except smtplib.SMTPAuthenticationError as error:
            said = f"{_told(error.smtp_error)} {showing.told}"
            raise not_let_in(
                settings.EMAIL_HOST, settings.EMAIL_HOST_USER, said, secrets=(token.value,)
            ) from None
    return server


def _opened() -> smtplib.SMTP:
    host, port, wait = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT or 30
    context = ssl.create_default_context()
    if settings.EMAIL_USE_SSL:
        return smtplib.SMTP_SSL(host, port, timeout=wait, context=context)
    server = smtplib.SMTP(host, port, timeout=wait)
    if settings.EMAIL_USE_TLS:
        with _closed_on_error(server):
            server.starttls(context=context)
    return server


@contextmanager
def _closed_on_error(server: smtplib.SMTP) -> Iterator[None]:
    try:
        yield
    except BaseException:
        server.close()
        raise
