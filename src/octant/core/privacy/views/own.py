"""A person's own data: what is kept how long, all of it in an archive, and its end."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octant.core.people import step_up
from octant.core.people.access import View, confirmed, is_user
from octant.core.people.models import Customer, User
from octant.core.people.services.customers import of_user
from octant.core.ports.assurance import Assurance
from octant.core.ports.privacy import register
from octant.core.privacy import selectors
from octant.core.privacy.models import Consent
from octant.core.privacy.periods import erasure_wait_days
from octant.core.privacy.proving import NEEDED
from octant.core.privacy.services import consents, erasing, exports
from octant.core.privacy.sessions import (
    ERASE,
    EXPORT,
    FETCH,
    by_mail,
    intend,
    level_of,
    minutes_left,
)
from octant.kit.errors import NotAllowed


def theirs(view: View) -> View:
    """For whoever is signed in, and was so lately."""
    return never_cache(login_required(confirmed(view)))


def me(request: HttpRequest) -> User:
    if not is_user(request.user):
        raise NotAllowed(_("Sign in first."))
    return request.user


def customer_of(request: HttpRequest) -> Customer:
    user = me(request)
    return of_user(user=user, language=user.language)


def _to_confirm(request: HttpRequest, what: str) -> HttpResponseBase:
    """They go on with `what` once they have confirmed that it is they."""
    intend(request, what)
    return redirect("privacy:confirm")


@theirs
@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """Everything about one's own data."""
    context = {
        "own": selectors.own(me(request)),
        "kept_by_law": register().kept,
        "wait_days": erasure_wait_days(),
        "minutes_left": minutes_left(request),
    }
    return render(request, "privacy/own.html", context)


@theirs
@require_POST
def ask_export(request: HttpRequest) -> HttpResponseBase:
    """Have the archive made."""
    if level_of(request) < NEEDED:
        return _to_confirm(request, EXPORT)
    ask_own_export(request)
    return redirect("privacy:own")


def ask_own_export(request: HttpRequest) -> None:
    """Proved by a mailed code alone, it waits, and they are told in time to stop it."""
    wait = step_up.mailed_export_waits() if by_mail(request) else timedelta()
    user, customer = me(request), customer_of(request)
    exports.ask_own(user=user, customer=customer, level=level_of(request), wait=wait)


@theirs
@require_POST
def cancel_export(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Stop an archive that is not made yet."""
    exports.cancel_own(user=me(request), public_id=public_id)
    messages.success(request, _("The archive will not be made."))
    return redirect("privacy:own")


@theirs
@require_safe
def fetch_export(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The archive, for who asked for it and until it expires."""
    mine = exports.is_own(reader=me(request), public_id=public_id)
    if mine and level_of(request) < NEEDED:
        return _to_confirm(request, FETCH)
    return download(me(request), public_id, level=level_of(request))


def download(reader: User, public_id: str, *, level: Assurance) -> StreamingHttpResponse:
    """The archive as a download that no cache keeps and no page can show."""
    found, content = exports.fetch(reader=reader, public_id=public_id, level=level)
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Length"] = str(found.size)
    response["Content-Disposition"] = f'attachment; filename="data-{found.asked_at:%Y-%m-%d}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Referrer-Policy"] = "no-referrer"
    return response


@theirs
@require_http_methods(["GET", "POST"])
def ask_erasure(request: HttpRequest) -> HttpResponseBase:
    """What an erasure means, and the button that asks for it."""
    user = me(request)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        if level_of(request) < NEEDED:
            return _to_confirm(request, ERASE)
        erasing.ask_own(user=user, customer=customer_of(request), level=level_of(request))
        return redirect("privacy:own")
    context = {
        "kept_by_law": register().kept,
        "wait_days": erasure_wait_days(),
        "unsure": request.method == "POST",
        "minutes_left": minutes_left(request),
    }
    return render(request, "privacy/erase.html", context)


@theirs
@require_POST
def cancel_erasure(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Think better of it."""
    erasing.cancel(actor=me(request), public_id=public_id)
    messages.success(request, _("The erasure was cancelled. Nothing was removed."))
    return redirect("privacy:own")


@theirs
@require_POST
def withdraw(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Take a consent back; from now on we ask again."""
    consents.withdraw_consent(customer=customer_of(request), kind=kind, how=Consent.Withdrawn.PAGE)
    messages.success(request, _("Your consent is withdrawn. We will ask again next time."))
    return redirect("privacy:own")
