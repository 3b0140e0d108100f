"""Who is asking: every channel ends its sender authentication here."""

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F, QuerySet

from octant.core.outbox.services import tell
from octant.core.people.identities import rows_of
from octant.core.people.models import Customer, User
from octant.core.people.services.merging import one_at_a_time
from octant.core.safety.audit import record
from octant.core.safety.labels import readable
from octant.core.safety.text import screen
from octant.kit.clock import now
from octant.kit.database.prepared import prepared
from octant.kit.database.rows import insert

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress

NAME_LENGTH = 120


@transaction.atomic
def of_user(*, user: User, language: str) -> Customer:
    """The customer that a signed-in user is; made at the first contact."""
    customer, _ = Customer.objects.get_or_create(
        user=user,
        defaults={
            "name": user.name,
            "email": user.email,
            "language": language,
            "timezone": user.timezone,
        },
    )
    return customer


@transaction.atomic
def of_exchange_account(*, account: str, name: str, email: str, language: str) -> Customer:
    """The customer behind an account that the exchange itself vouched for."""
    known = Customer.objects.filter(exchange_account=account)
    # The one who can sign in, where there is one: their history is the one to continue.
    customer = known.order_by(F("user").asc(nulls_last=True), "pk").first()
    if customer is None:
        customer = Customer.objects.create(
            exchange_account=account, name=name, email=email, language=language
        )
    return customer


@transaction.atomic
def vouch(*, user: User, account: str) -> Customer:
    """Take the exchange's word that this user owns `account`.

    What the account's owner asked before they ever signed in here becomes theirs. The latest
    word holds: an account that another user was tied to is taken from them, audited.
    """
    others = Customer.objects.filter(exchange_account=account).exclude(user=None)
    for other in others.exclude(user=user):
        Customer.objects.filter(pk=other.pk).update(exchange_account="")
        record(actor=None, verb="lose_exchange_account", subject=other, account=account)
    mine = Customer.objects.filter(user=user).first() or _adopt(user, account)
    if mine.exchange_account != account:
        Customer.objects.filter(pk=mine.pk).update(exchange_account=account)
        mine.exchange_account = account
        record(actor=user, verb="link_exchange_account", subject=mine, account=account)
    return mine


def _adopt(user: User, account: str) -> Customer:
    # Who once owned the account may be one person with its row, and stays so: not with this user.
    others = Customer.objects.filter(person__isnull=False, user__isnull=False).values("person")
    waiting = (
        Customer.objects.filter(exchange_account=account, user=None)
        .exclude(person__in=others)
        .order_by("pk")
        .first()
    )
    if waiting is None:
        return of_user(user=user, language=user.language)
    Customer.objects.filter(pk=waiting.pk).update(user=user)
    record(actor=user, verb="adopt_customer", subject=waiting, account=account)
    waiting.user = user
    return waiting


@transaction.atomic
def guest(*, name: str, email: str, language: str, timezone: str = "UTC") -> Customer:
    """A person we know nothing of but what they typed.

    Always a new row: a typed address proves nothing, so it must not open, or add to,
    anybody's history.
    """
    customer = Customer(name=_shown(name), email=email, language=language, timezone=timezone)
    insert(customer)
    return customer


def _shown(name: str) -> str:
    return readable(screen(name).text)[:NAME_LENGTH]


@transaction.atomic
def of_registered_address(*, address: str) -> Customer | None:
    """The customer whose registered address this is: one that they verified here, or that the
    exchange named. Compared as a whole: dots and parts behind a plus are never folded."""
    # Kept in lower case by allauth, and indexed so.
    if verified := _verified(address=address.lower()):
        user = verified[0].user
        return of_user(user=user, language=user.language) if not user.is_staff else None
    return next(iter(_vouched(address=address)), None)


@prepared("address")
def _verified(*, address: str) -> "QuerySet[EmailAddress]":
    from allauth.account.models import EmailAddress

    known: QuerySet[EmailAddress] = EmailAddress.objects.filter(email=address, verified=True)
    return known.select_related("user").order_by("pk")[:1]


@prepared("address")
def _vouched(*, address: str) -> QuerySet[Customer]:
    known = Customer.objects.filter(email__iexact=address).exclude(exchange_account="")
    return known.order_by("pk")[:1]


@prepared("address")
def _proved(*, address: str) -> QuerySet[Customer]:
    known = Customer.objects.filter(
        email__iexact=address, user=None, exchange_account="", mail_proved_at__isnull=False
    )
    return known.order_by("pk")[:1]


@transaction.atomic
def of_proved_mail(*, address: str, name: str, language: str) -> tuple[Customer, bool]:
    """Somebody who has no account here and whose domain vouched for their mail, and whether this
    is the first that they write; one row for all of it. Raises nothing; call it only after
    authenticating the mail."""
    with connection.cursor() as cursor:  # two first mails at the same moment are one person's
        key = [f"octant.mail.{address.casefold()}"]
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", key)
    if known := _proved(address=address):
        return known[0], False
    customer = Customer(name=_shown(name), email=address, language=language, mail_proved_at=now())
    insert(customer)
    return customer, True


@transaction.atomic
def block(*, customer: Customer, actor: User, reason: str) -> None:
    """Refuse further chats of this customer, in every row of theirs; other ways stay open."""
    blocked = {"blocked_at": now(), "blocked_reason": reason[:200]}
    for row in _everybody(customer):
        Customer.objects.filter(pk=row.pk).update(**blocked)
        record(actor=actor, verb="block_customer", subject=row, reason=reason[:200])
        tell(f"customer:{row.pk}", blocked=True)


@transaction.atomic
def unblock(*, customer: Customer, actor: User) -> None:
    for row in _everybody(customer):
        Customer.objects.filter(pk=row.pk).update(blocked_at=None, blocked_reason="")
        record(actor=actor, verb="unblock_customer", subject=row)


def _everybody(customer: Customer) -> list[Customer]:
    one_at_a_time()
    return rows_of(Customer.objects.get(pk=customer.pk))


def set_tier(*, customer: Customer, tier: str) -> None:
    """What the exchange last called this customer's tier; it decides what we promise."""
    Customer.objects.filter(pk=customer.pk).update(tier=tier[:40])
