"""The page that tells how to write to us so that the answer comes soon."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from octant.channels.email import config
from octant.core.ports.workspace import workspace


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
