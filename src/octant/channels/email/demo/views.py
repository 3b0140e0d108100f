"""The mailboxes of a demonstration's people; elsewhere there is no such page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from octant.channels.email.contents import language_of
from octant.channels.email.demo import mailbox
from octant.channels.email.demo.forms import AddressForm, AnswerForm, MailForm
from octant.channels.email.demo.writing import answers_to, write
from octant.core.ports.workspace import workspace
from octant.core.safety.services.limiting import Limit, spend
from octant.kit.errors import DomainError, NotFound
from octant.kit.mail.html import clean_html
from octant.kit.mail.reading import Mail

View = Callable[..., HttpResponse]
WRITING = Limit("demo_mail", 60, 10)
FILES_AT_MOST = 10


def demonstration(view: View) -> View:
    """Only where this is one."""

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.OCTANT_DEMO:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404(str(error)) from error

    return shown


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The address without a language."""
    if not settings.OCTANT_DEMO:
        raise Http404
    return redirect("mailbox")


@demonstration
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Whose mailbox to open: one of the list, or an address that somebody types."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("mailbox_of", form.cleaned_data["address"])
    return _page(request, "people", form=form)


@demonstration
@require_safe
def box(request: HttpRequest, address: str) -> HttpResponse:
    """What one of them wrote and was written."""
    owner = mailbox.name_of(address)
    return _page(request, "box", address=address, owner=owner, items=mailbox.items(address))


@demonstration
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, address: str) -> HttpResponse:
    """Write to us as this person."""
    owner = mailbox.name_of(address)
    form = MailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("to", "subject", "text")}
        if _sent(request, form, sender=address, name=owner, **given):
            return redirect("mailbox_of", address)
    return _page(request, "new", address=address, owner=owner, form=form)


@demonstration
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, address: str, mail: str) -> HttpResponse:
    """One mail as its reader sees it, and a form that answers it."""
    owner = mailbox.name_of(address)
    item, read = mailbox.open_item(address, mail)
    to = "" if item.sent else answers_to(read)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and to and form.is_valid():
        subject = read.subject if read.subject.lower().startswith("re:") else f"Re: {read.subject}"
        text = form.cleaned_data["text"]
        given = {"to": to, "subject": subject, "text": text, "answered": read}
        if _sent(request, form, sender=address, name=owner, **given):
            return redirect("mailbox_of", address)
    context = {"item": item, "mail": read, "to": to, "form": form, **_shown(read, address, mail)}
    return _page(request, "mail", address=address, owner=owner, **context)


@demonstration
@require_safe
def file(request: HttpRequest, address: str, mail: str, number: int) -> HttpResponse:
    """A file of a mail, to be kept; pictures are shown."""
    mailbox.name_of(address)
    _item, read = mailbox.open_item(address, mail)
    if number >= len(read.attachments):
        raise Http404
    found = read.attachments[number]
    picture = found.type in {"image/png", "image/jpeg", "image/gif", "image/webp"}
    kind = found.type if picture else "application/octet-stream"
    response = HttpResponse(found.content, content_type=kind)
    named = content_disposition_header(not picture, found.name)
    response["Content-Disposition"] = named or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _shown(read: Mail, address: str, mail: str) -> dict[str, Any]:
    """The mail's body as may stand in our page: links lead to this site only."""
    from django.urls import reverse

    def at(number: int) -> str:
        return reverse("mailbox_file", args=[address, mail, number])

    files = list(enumerate(read.attachments))
    inline = {each.content_id: at(n) for n, each in files if each.content_id}
    ours = f"{settings.OCTANT_URL}/"
    html = clean_html(
        read.html, inline=inline, link=lambda link: link if link.startswith(ours) else None
    )
    return {
        "html": mark_safe(html) if read.html else "",
        "language": language_of(read.text, get_language() or "en"),
        "files": [(at(n), each.name, each.size) for n, each in files if not each.inline],
    }


def _sent(request: HttpRequest, form: AnswerForm, **given: Any) -> bool:
    files = request.FILES.getlist("files")[:FILES_AT_MOST]
    try:
        spend(WRITING, str(request.META.get("REMOTE_ADDR", "")))
        write(files=files, **given)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    form = context.get("form")
    status = 400 if form is not None and form.is_bound else 200
    given = {"people": mailbox.people(), "notice": workspace().demo, **context}
    return render(request, f"email/mailbox/{name}.html", given, status=status)
