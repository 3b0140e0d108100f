"""The body of a provider's request: larger than any form of ours, so read here, up to a limit."""

from email import message_from_bytes
from email.policy import HTTP
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from octant.channels.email import config

# A mail in a form or in JSON is larger than the mail.
_GROWN = 2
MOST_FIELDS = 200


class TooLarge(Exception):
    """More than the largest mail that we take could be."""


class Unreadable(Exception):
    """No form, and no JSON."""


def read_body(request: HttpRequest) -> None:
    """Read the body once, so that `body` and `POST` of this request give it. Fields of a form
    are read as Latin-1, one character a byte: `field.encode("latin-1")` is what was sent.

    Raises `TooLarge`, `Unreadable`.
    """
    most = _GROWN * config.max_mail_bytes()
    raw = request.read(most + 1)
    if len(raw) > most:
        raise TooLarge
    known: Any = request
    known._body = raw
    known._files = MultiValueDict()
    known._post = _form(request, raw)


def _form(request: HttpRequest, raw: bytes) -> QueryDict:
    if request.content_type == "application/x-www-form-urlencoded":
        if raw.count(b"&") > MOST_FIELDS:
            raise Unreadable
        return QueryDict(raw, encoding="latin-1")
    form = QueryDict(mutable=True, encoding="latin-1")
    if request.content_type == "multipart/form-data":
        for name, value in _parts(request.META.get("CONTENT_TYPE", ""), raw):
            form.appendlist(name, value.decode("latin-1"))
    return form


def _parts(content_type: str, raw: bytes) -> list[tuple[str, bytes]]:
    """The fields and files of a form, each by its name (RFC 7578)."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    whole = message_from_bytes(head + raw, policy=HTTP)
    parts: Any = whole.get_payload() if whole.is_multipart() else []
    if not isinstance(parts, list) or len(parts) > MOST_FIELDS:
        raise Unreadable
    found = []
    for part in parts:
        name: Any = part.get_param("name", header="content-disposition")
        value: Any = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(value, bytes):
            found.append((name, value))
    return found
