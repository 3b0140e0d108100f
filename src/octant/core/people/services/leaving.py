"""A person who goes for good."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from octant.core.people.models import Customer, User
from octant.core.people.services.sessions import tell_signed_out
from octant.kit.clock import now


@transaction.atomic
def end_sessions(*, user: User) -> int:
    """Shut the account and end every session, those too that allauth does not know of; returns
    how many. Nobody can sign in to it any more."""
    User.objects.filter(pk=user.pk).update(is_active=False, password="!")
    ended = int(UserSession.objects.filter(user=user).delete()[0])
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in Session.objects.filter(expire_date__gt=now()).iterator():
        if str(session.get_decoded().get(SESSION_KEY, "")) == str(user.pk):
            store(session.session_key).delete()
            ended += 1
    tell_signed_out(user=user)
    return ended


@transaction.atomic
def remove_person(*, customer: int, user: int | None) -> int:
    """Delete the customer and their user with all that belongs to them; returns rows deleted.

    Raises `ProtectedError` while a ticket of theirs is there.
    """
    Customer.objects.select_for_update().filter(pk=customer).first()
    gone = Customer.objects.filter(pk=customer).delete()[0]
    return gone + (User.objects.filter(pk=user).delete()[0] if user else 0)
