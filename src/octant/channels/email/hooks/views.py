"""Where providers post: mails to us, and news of those we sent. What is kept is answered 200; 406
says that trying again is of no use, anything else that it is."""

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from octant.channels.email import config
from octant.channels.email.hooks.bodies import TooLarge, Unreadable, read_body
from octant.channels.email.hooks.providers import MAILGUN, POSTMARK, Provider, Refused
from octant.channels.email.services.delivered import note_event
from octant.channels.email.services.keeping import keep

log = structlog.get_logger()


@csrf_exempt
@require_POST
def mailgun_mail(request: HttpRequest) -> HttpResponse:
    return _mail(request, MAILGUN)


@csrf_exempt
@require_POST
def mailgun_events(request: HttpRequest) -> HttpResponse:
    return _events(request, MAILGUN)


@csrf_exempt
@require_POST
def postmark_mail(request: HttpRequest) -> HttpResponse:
    return _mail(request, POSTMARK)


@csrf_exempt
@require_POST
def postmark_events(request: HttpRequest) -> HttpResponse:
    return _events(request, POSTMARK)


def _mail(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Keep one mail; the mail process sorts it. One to nobody of ours is not taken."""
    if refusal := _not_read(request, provider):
        return refusal
    try:
        came = provider.read_mail(request)
    except Refused as error:
        return _refused(provider, error)
    if not any(map(config.is_ours, came.envelope.recipients)):
        return _said("There is no such mailbox here.", 406)
    if len(came.raw) > config.max_mail_bytes():
        return _said("This mail is larger than we take.", 406)
    keep(came.raw, came.envelope)
    return _said("Kept", 200)


def _events(request: HttpRequest, provider: Provider) -> HttpResponse:
    """News of mails that we sent; what is no news to us is thanked for all the same."""
    if refusal := _not_read(request, provider):
        return refusal
    try:
        events = provider.read_events(request)
    except Refused as error:
        return _refused(provider, error)
    for event in events:
        note_event(
            kind=str(event.event_type),
            mail_id=str(event.message_id or ""),
            to=str(event.recipient or ""),
            said=str(event.mta_response or event.description or ""),
        )
    return _said("Noted", 200)


def _not_read(request: HttpRequest, provider: Provider) -> HttpResponse | None:
    if not provider.secret():
        return HttpResponseNotFound("Not found\n", content_type="text/plain; charset=utf-8")
    try:
        read_body(request)
    except TooLarge:
        return _said("This mail is larger than we take.", 406)
    except Unreadable:
        return _said("This cannot be read.", 400)
    return None


def _refused(provider: Provider, error: Refused) -> HttpResponse:
    log.warning("hook_refused", provider=provider.name, why=str(error))
    return _said("Refused", 400)


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")
