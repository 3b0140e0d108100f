"""Who works here and what each may do, for administrators."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octant.core.people import selectors
from octant.core.people.access import View, confirmed, staff
from octant.core.people.forms import InviteForm, RoleForm
from octant.core.people.models import Role, User
from octant.core.people.services import invitations
from octant.core.people.services import staff as services
from octant.kit.errors import Conflict, NotFound

_LINK = "people_invitation_link"


def _admin(view: View) -> View:
    return never_cache(staff(Role.ADMIN)(confirmed(view)))


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


@_admin
@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """Staff and moderators, a page at a time; with `find`, customers too."""
    find = request.GET.get("find", "").replace("\0", "").strip()[:100]
    page = selectors.staff_page(reader=_me(request), after=request.GET.get("after", ""), find=find)
    following = urlencode({"find": find, "after": page.after}) if page.after else ""
    first = reverse("people:staff") if request.GET.get("after") else ""
    context = {"people": page.people, "find": find, "next": following and f"?{following}"}
    return render(request, "people/staff.html", context | {"first": first})


@_admin
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponseBase:
    """Make an account and mail its owner a link to set the password."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.create_user(**form.cleaned_data, actor=_me(request))
        except Conflict as error:
            form.add_error(error.field, str(error))
        else:
            return _invited(request, user)
    return render(request, "people/invite.html", {"form": form})


@_admin
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One person: their role, their access."""
    user = selectors.person(pk, reader=_me(request))
    form = RoleForm(request.POST or None, initial={"role": user.role})
    if request.method == "POST" and form.is_valid():
        services.set_role(user=user, role=form.cleaned_data["role"], actor=_me(request))
        messages.success(request, _("The role is changed. They have to sign in again."))
        return redirect("people:person", pk=pk)
    return _person_page(request, user, form)


def _person_page(request: HttpRequest, user: User, form: RoleForm) -> HttpResponse:
    context: dict[str, Any] = {
        "person": user,
        "form": form,
        "factors": selectors.factors_of(user),
        "is_me": user.pk == _me(request).pk,
    }
    if request.session.get(_LINK, {}).get("user") == user.pk:
        context["link"] = request.session.pop(_LINK)["link"]
    return render(request, "people/person.html", context)


# What an administrator may do to a person, and what is said when it is done.
_ACTIONS: dict[str, tuple[Callable[..., None], Any]] = {
    "deactivate": (
        services.deactivate,
        gettext_lazy("They are signed out and cannot sign in any more."),
    ),
    "reactivate": (services.reactivate, gettext_lazy("They can sign in again.")),
    "sign-out": (services.sign_out, gettext_lazy("They are signed out on every device.")),
    "remove-factors": (
        services.remove_second_factors,
        gettext_lazy("Their second factors are removed."),
    ),
}


@_admin
@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponseBase:
    """Shut out, let in, sign out, take away lost second factors, or send a new link (`link`)."""
    user = selectors.person(pk, reader=_me(request))
    if action == "link":
        return _invited(request, user)
    if action not in _ACTIONS:
        raise NotFound(_("There is nothing at this address."))
    do, done = _ACTIONS[action]
    do(user=user, actor=_me(request))
    messages.success(request, str(done))
    return redirect("people:person", pk=pk)


def _invited(request: HttpRequest, user: User) -> HttpResponse:
    # Shown once on the next page, for where mail does not arrive.
    link = invitations.invite(user=user, actor=_me(request))
    request.session[_LINK] = {"user": user.pk, "link": link}
    messages.success(
        request, _("The invitation is on its way to %(address)s.") % {"address": user.email}
    )
    return redirect("people:person", pk=user.pk)
