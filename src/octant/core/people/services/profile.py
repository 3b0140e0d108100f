"""What people say of themselves."""

from django.db import transaction

from octant.core.people.models import Customer, User


@transaction.atomic
def update(*, user: User, name: str, language: str, timezone: str, alias: str | None) -> None:
    """Keep a person's own settings; `alias` is None for those who have none.

    The customer record follows, so that answers come in the language chosen here.
    """
    user.name, user.language, user.timezone = name, language, timezone
    if alias is not None:
        user.alias = alias
    user.save(update_fields=["name", "language", "timezone", "alias"])
    Customer.objects.filter(user=user).update(name=name, language=language, timezone=timezone)
