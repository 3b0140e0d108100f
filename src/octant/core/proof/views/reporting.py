"""Reporting what pretends to be us."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from octant.core.people.access import is_user
from octant.core.proof import limits
from octant.core.proof.forms import ReportForm
from octant.core.proof.services.reporting import Filed, Report, report_phishing
from octant.core.safety.labels import advice_of
from octant.core.safety.services.limiting import spend
from octant.core.tickets.access import key_for
from octant.core.tickets.services.attach import max_files
from octant.core.tickets.services.files import max_bytes
from octant.kit.errors import DomainError
from octant.kit.ids import uuid7


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, and the case it files. The verify page sends along what was checked."""
    guest = not is_user(request.user)
    if request.method != "POST" or "text" not in request.POST:
        started = {"about": request.POST.get("about", "")[:300], "client_id": uuid7()}
        return _page(request, ReportForm(initial=started, guest=guest))
    form = ReportForm(request.POST, request.FILES, guest=guest)
    if not form.is_valid():
        return _page(request, form)
    spend(limits.REPORT_ADDRESS, str(request.META.get("REMOTE_ADDR", "")))
    try:
        filed = report_phishing(_report(request, form), form.cleaned_data["evidence"])
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _page(request, form)
    return _done(request, filed)


def _report(request: HttpRequest, form: ReportForm) -> Report:
    given = form.cleaned_data
    return Report(
        client_id=given["client_id"],
        about=given["about"],
        text=given["text"],
        language=get_language() or "en",
        user=request.user if is_user(request.user) else None,
        name=given.get("name", ""),
        email=given.get("email", ""),
        gave_away=given["gave_away"],
    )


def _page(request: HttpRequest, form: ReportForm) -> HttpResponse:
    context = {
        "form": form,
        "max_files": max_files(),
        "max_mb": max_bytes() // 1024 // 1024,
    }
    return render(request, "proof/report.html", context)


def _done(request: HttpRequest, filed: Filed) -> HttpResponse:
    """The ticket's number and way in, and what was taken out of the text and why."""
    kinds = dict.fromkeys(finding.kind for finding in filed.text.findings)
    context = {
        "ticket": filed.ticket,
        "key": key_for(filed.ticket),
        "advice": [advice_of(kind) for kind in kinds],
        "gave_away": filed.ticket.context.get("gave_away", False),
    }
    return render(request, "proof/reported.html", context)
