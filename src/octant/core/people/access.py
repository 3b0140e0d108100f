"""Who may do what: roles, and the guard in front of staff pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeGuard

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Role, User
from octant.kit.errors import NotAllowed

View = Callable[..., HttpResponseBase]

# Who answers customers; an editor who also answers gets the role agent or lead.
ANSWERING = (Role.AGENT, Role.LEAD, Role.ADMIN)
EDITING = (Role.EDITOR, Role.LEAD, Role.ADMIN)
LEADING = (Role.LEAD, Role.ADMIN)


def is_user(someone: Any) -> TypeGuard[User]:
    """True for a signed-in person, whatever their role."""
    return isinstance(someone, User) and someone.is_active


def may_answer(someone: Any) -> bool:
    return is_user(someone) and someone.role in ANSWERING


def may_edit(someone: Any) -> bool:
    return is_user(someone) and someone.role in EDITING


def may_lead(someone: Any) -> bool:
    return is_user(someone) and someone.role in LEADING


def staff(*roles: str) -> Callable[[View], View]:
    """Let only these roles in; staff without a second factor are sent to set one up.

    Programs (`Accept: application/json`) get a `NotAllowed` with the code
    `second_factor_needed` instead. In a demonstration the second factor may be left out.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not is_user(request.user):
                return redirect_to_login(request.get_full_path())
            if request.user.role not in roles:
                raise NotAllowed(_("This page is for staff with another role than yours."))
            if second_factor_missing(request.user):
                return _to_second_factor(request)
            return view(request, *args, **kwargs)

        guarded.octant_roles = roles  # type: ignore[attr-defined]  # read by tools/reference.py
        return guarded

    return decorate


def _to_second_factor(request: HttpRequest) -> HttpResponseBase:
    if "application/json" in request.headers.get("Accept", ""):
        raise NotAllowed(
            _("Staff need an authenticator app or a passkey. Set one up first."),
            code="second_factor_needed",
        )
    return redirect("mfa_index")


def confirmed(view: View) -> View:
    """For sensitive pages: who signed in long ago confirms again that it is they.

    Inside `staff(...)`; how long a confirmation holds is ACCOUNT_REAUTHENTICATION_TIMEOUT.
    """
    from allauth.account.decorators import reauthentication_required

    guarded: View = reauthentication_required(view)
    return guarded


def second_factor_missing(user: User) -> bool:
    """Whether this member of staff must set up a second factor before working."""
    return user.is_staff and not settings.OCTANT_DEMO and not has_second_factor(user)


def has_second_factor(user: User) -> bool:
    """Whether a TOTP device or a passkey is set up; recovery codes alone are none."""
    from allauth.mfa.models import Authenticator

    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=strong).exists())
