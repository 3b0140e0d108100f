"""The providers we know: how each says who it is, and where in its request the mail lies.

Checking signatures and reading events is django-anymail's; its views are used as readers, since
what comes is handed on by a call and not by a signal. The mail itself is taken as the bytes that
came, which a message put together anew would not be: its signature would no longer hold.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from anymail.exceptions import AnymailError
from anymail.webhooks.mailgun import MailgunInboundWebhookView, MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView, PostmarkTrackingWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from octant.channels.email.envelope import Envelope
from octant.kit.clock import now

# Mailgun signs a moment and a word, not the mail: what is older is not taken.
MAILGUN_AGE = timedelta(hours=24)


class Refused(Exception):
    """It is not from this provider, or says nothing that can be read. `str` says which."""


@dataclass(frozen=True, slots=True)
class Came:
    raw: bytes
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Provider:
    """`secret`: what the operator set, empty where this provider is not used."""

    name: str
    secret: Callable[[], str]
    inbound: Callable[[str], Any]
    tracking: Callable[[str], Any]
    mail: Callable[[HttpRequest], Came]
    fresh: Callable[[HttpRequest], bool]

    def read_mail(self, request: HttpRequest) -> Came:
        """Raises `Refused`."""
        _checked(self, self.inbound(self.secret()), request)
        try:
            came = self.mail(request)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Refused(f"no raw mail: {type(error).__name__}") from error
        if not came.raw.strip():
            raise Refused("no raw mail")
        return came

    def read_events(self, request: HttpRequest) -> list[Any]:
        """As anymail normalises them. Raises `Refused`."""
        view = self.tracking(self.secret())
        _checked(self, view, request)
        try:
            return list(view.parse_events(request))
        except (AnymailError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise Refused(f"no event: {type(error).__name__}") from error


def _checked(provider: Provider, view: Any, request: HttpRequest) -> None:
    try:
        view.run_validators(request)
        fresh = provider.fresh(request)
    except SuspiciousOperation as error:
        raise Refused(str(error)) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused("the signature cannot be read") from error
    if not fresh:
        raise Refused("the signature is too old")


def _mailgun_mail(request: HttpRequest) -> Came:
    raw = request.POST["body-mime"].encode("latin-1")
    recipients = [each.strip() for each in request.POST.get("recipient", "").split(",")]
    return _came(raw, recipients, request.POST.get("sender", ""))


def _mailgun_fresh(request: HttpRequest) -> bool:
    given = request.POST.get("timestamp")
    if given is None:
        given = json.loads(request.body)["signature"]["timestamp"]
    return abs(now().timestamp() - float(given)) < MAILGUN_AGE.total_seconds()


def _postmark_mail(request: HttpRequest) -> Came:
    data = json.loads(request.body)
    headers = data.get("Headers") or []
    first = headers[0] if headers else {}
    sender = first.get("Value", "") if first.get("Name", "").lower() == "return-path" else ""
    raw = str(data["RawEmail"]).encode("utf-8", "surrogateescape")
    return _came(raw, [str(data.get("OriginalRecipient") or "")], str(sender).strip("<> "))


def _came(raw: bytes, recipients: list[str], sender: str) -> Came:
    data = {"recipients": [each for each in recipients if each], "mail_from": sender}
    return Came(raw, Envelope.of({**data, "via": "webhook"}))


MAILGUN = Provider(
    name="mailgun",
    secret=lambda: str(settings.OCTANT_MAILGUN_SIGNING_KEY),
    inbound=lambda key: MailgunInboundWebhookView(webhook_signing_key=key, webhook_secret=[]),
    tracking=lambda key: MailgunTrackingWebhookView(webhook_signing_key=key, webhook_secret=[]),
    mail=_mailgun_mail,
    fresh=_mailgun_fresh,
)
POSTMARK = Provider(
    name="postmark",
    secret=lambda: str(settings.OCTANT_POSTMARK_SECRET),
    inbound=lambda secret: PostmarkInboundWebhookView(webhook_secret=secret),
    tracking=lambda secret: PostmarkTrackingWebhookView(webhook_secret=secret),
    mail=_postmark_mail,
    fresh=lambda request: True,  # a password, sent with each request
)
