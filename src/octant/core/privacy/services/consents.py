"""Give and withdraw consent to being recorded."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from octant.core.people.models import Customer
from octant.core.privacy.consent import WORDS
from octant.core.privacy.models import Consent
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError


@transaction.atomic
def give_consent(*, customer: Customer, kind: str, version: str, language: str) -> Consent:
    """Keep that `customer` agreed to the words of this version; again changes nothing.

    Raises `Conflict` where the words have changed meanwhile: they must be read again.
    """
    if kind not in WORDS:
        raise DomainError(_("There is nothing to agree to."), code="bad_consent")
    if version != WORDS[kind].version:
        raise Conflict(_("The words have changed. Please read them again."), code="other_words")
    Customer.objects.select_for_update().get(pk=customer.pk)
    current = Consent.objects.filter(customer=customer, kind=kind, withdrawn_at=None).first()
    if current is not None and current.version == version:
        return current
    if current is not None:  # of older words: these take their place
        Consent.objects.filter(pk=current.pk).update(withdrawn_at=now())
    return Consent.objects.create(
        customer=customer, kind=kind, version=version, language=language, given_at=now()
    )


@transaction.atomic
def withdraw_consent(*, customer: Customer, kind: str, how: str) -> bool:
    """Take it back; `how` is a Consent.Withdrawn. Returns whether there was one. Somebody who is
    signed in takes back what they gave in any row of theirs."""
    current = Consent.objects.filter(customer__in=customer.sees, kind=kind, withdrawn_at=None)
    return bool(current.update(withdrawn_at=now(), withdrawn_how=how))
