"""Staff accounts: made and changed by administrators, every write audited."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Role, User
from octant.core.people.services import activity, sessions
from octant.core.safety.audit import record
from octant.kit.errors import Conflict, NotAllowed


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    role: str = Role.CUSTOMER,
    alias: str = "",
    language: str = "en",
    timezone: str = "UTC",
    password: str | None = None,
    actor: User | None = None,
) -> User:
    """Make a user whose address counts as verified; without a password they must reset it.

    Raises Conflict if somebody has this address already.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(
            _("Somebody already uses this address. Change their role instead."), field="email"
        )
    user = User(
        email=email.lower(), name=name, role=role, alias=alias, language=language, timezone=timezone
    )
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    _verify(user)
    record(actor=actor, verb="create_user", subject=user, role=role)
    return user


def _verify(user: User) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def set_role(*, user: User, role: str, actor: User | None) -> None:
    """Change what somebody may do; their sessions end so that it holds at once."""
    if user.role == role:
        return
    _not_oneself(user, actor)
    before = user.role
    user.role = role
    user.save(update_fields=["role"])
    sessions.end_all(user=user)
    record(actor=actor, verb="set_role", subject=user, before=before, after=role)


@transaction.atomic
def deactivate(*, user: User, actor: User | None) -> None:
    """Shut somebody out at once; what they wrote stays."""
    _not_oneself(user, actor)
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions.end_all(user=user)
    record(actor=actor, verb="deactivate_user", subject=user)


@transaction.atomic
def reactivate(*, user: User, actor: User | None) -> None:
    """Let somebody in again with the role they had."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(actor=actor, verb="reactivate_user", subject=user)


@transaction.atomic
def sign_out(*, user: User, actor: User | None) -> None:
    """End every session of somebody whose device was lost or who left it open."""
    sessions.end_all(user=user)
    record(actor=actor, verb="sign_out_user", subject=user)


@transaction.atomic
def remove_second_factors(*, user: User, actor: User | None) -> None:
    """For somebody who lost their device and codes; they set up a new one at the next sign-in."""
    from allauth.mfa.models import Authenticator

    _not_oneself(user, actor)
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user=user)
    activity.note_change(user=user, how="factors_removed")
    record(actor=actor, verb="remove_second_factors", subject=user)


def _not_oneself(user: User, actor: User | None) -> None:
    if actor is not None and actor.pk == user.pk:
        raise NotAllowed(
            _("You cannot take away your own access. Ask another administrator."),
            code="own_access",
        )
