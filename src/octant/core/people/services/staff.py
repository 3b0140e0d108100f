"""Staff accounts: made and changed by administrators, every write audited."""

from django.db import transaction

from octant.core.people.models import Role, User
from octant.core.safety.audit import record


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
    """Make a user whose address counts as verified; without a password they must reset it."""
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
def set_role(*, user: User, role: str, actor: User) -> None:
    """Change what somebody may do; their sessions end so that it holds at once."""
    before = user.role
    user.role = role
    user.save(update_fields=["role"])
    record(actor=actor, verb="set_role", subject=user, before=before, after=role)
