"""The page that tells how to write to us so that the answer comes soon."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from octant.channels.email import config
from octant.channels.email.given import file_of_link
from octant.core.people.access import is_user
from octant.core.ports.workspace import workspace
from octant.core.tickets.access import reader_of
from octant.core.tickets.selectors import file_for


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How to write, from where, with what, and by when an answer comes."""
    hours = workspace().email_answer_hours
    context = {
        "address": config.mailboxes()[0].address,
        "least": hours["min"],
        "most": hours["max"],
    }
    return render(request, "email/page.html", context)


@require_safe
def mail_file(request: HttpRequest, token: str) -> HttpResponse:
    """A file that was too large for its mail; its customer signs in first."""
    public_id = file_of_link(token)
    if not is_user(request.user):
        return redirect_to_login(request.get_full_path())
    return redirect("file", file_for(reader_of(request), public_id).public_id)
