"""Customers, their sign-in and their sessions."""

from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer, SignInEvent, User
from octant.core.people.services.leaving import end_sessions, remove_person
from octant.core.ports.privacy import Eraser, Kind, NotExported, Personal, Removed, Rows, Subject


def _guests() -> QuerySet[Customer]:
    """People who never signed in and of whom no ticket is left, in none of their rows."""
    known = Customer.objects.filter(person__isnull=False)
    kept = known.filter(Q(user__isnull=False) | ~Q(exchange_account="") | Q(tickets__isnull=False))
    rows = Customer.objects.filter(user=None, exchange_account="", tickets=None)
    return rows.exclude(person__in=kept.values("person"))


def _drop_guests(keys: list[Any]) -> Removed:
    return Removed(_guests().filter(pk__in=keys).delete()[1].get("people.Customer", 0))


def _drop_sessions(keys: list[Any]) -> Removed:
    rows = UserSession.objects.filter(pk__in=keys)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in rows.values_list("session_key", flat=True):
        store(key).delete()
    rows.delete()
    return Removed(len(keys))


KINDS = (
    Kind(
        key="guests",
        order=20,
        name=_("Names and addresses of guests"),
        about=_(
            "Your name and address if you wrote without an account: at least for this long, and "
            "until your last ticket is gone."
        ),
        days=90,
        least=1,
        store=Rows(rows=_guests, at="created_at", customer="pk", delete=_drop_guests),
    ),
    Kind(
        key="sessions",
        order=21,
        name=_("Where people were signed in"),
        about=_("Browser, network address and time of each sign-in, after its last use."),
        days=30,
        least=1,
        store=Rows(
            rows=UserSession.objects.all,
            at="last_seen_at",
            customer="user__customer",
            delete=_drop_sessions,
        ),
    ),
    Kind(
        key="sign_in_activity",
        order=22,
        name=_("Recent sign-in activity"),
        about=_(
            "Sign-ins, tries that failed and changes of what opens your account, each with the "
            "kind of browser and the network, not the whole address."
        ),
        days=90,
        least=7,
        store=Rows(rows=SignInEvent.objects.all, at="at", customer="user__customer"),
        batch=500,
    ),
    Kind(
        key="expired_sessions",
        name=_("Expired sign-ins"),
        about=_("The server's side of a sign-in whose time is over."),
        days=0,
        fixed=True,
        private=True,
        store=Rows(rows=Session.objects.all, at="expire_date"),
        batch=500,
    ),
)

PERSONAL = (
    Personal("people.Customer", "you", "pk", withheld=("user", "blocked_reason", "person")),
    Personal("people.User", "account", "pk", user=True, withheld=("password", "is_active")),
    Personal("account.EmailAddress", "addresses", "user", user=True, withheld=("user",)),
    Personal("mfa.Authenticator", "second_factors", "user", user=True, withheld=("user", "data")),
    Personal(
        "usersessions.UserSession",
        "sessions",
        "user",
        user=True,
        withheld=("user", "session_key", "data"),
    ),
    Personal("people.SignInEvent", "sign_in_activity", "user", user=True, withheld=("user",)),
    Personal(
        "socialaccount.SocialAccount", "linked_accounts", "user", user=True, withheld=("user",)
    ),
    Personal("people.Reach", "how_we_reach_you", "user", user=True, withheld=("user",)),
    Personal(
        "people.AntiPhishingCode",
        "anti_phishing_code",
        "user",
        user=True,
        withheld=("user", "sealed"),
    ),
)

NOT_EXPORTED = (
    NotExported("account.EmailConfirmation", "A key of a mail that proves an address; a secret."),
    NotExported("socialaccount.SocialToken", "Keys to the exchange's sign-in; secrets."),
    NotExported(
        "people.Merger",
        "That staff joined two records and their words on why; the records are exported whole.",
    ),
    NotExported("people.Team_members", "Which staff belong to which team."),
)


def _access(subject: Subject, limit: int) -> Removed:
    user = User.objects.filter(pk=subject.user).first() if subject.user else None
    Customer.objects.filter(pk=subject.customer).update(exchange_account="")
    return Removed(end_sessions(user=user) if user else 0)


def _person(subject: Subject, limit: int) -> Removed:
    return Removed(remove_person(customer=subject.customer, user=subject.user))


ERASERS = (
    Eraser("sessions", _("Sign-ins and sessions, on every device"), 0, _access),
    Eraser("person", _("Customer, account, addresses, passkeys and codes"), 90, _person),
)
