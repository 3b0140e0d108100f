"""Two records are one person on proof alone, by somebody's word, and two again at any time."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from tests.conftest import PASSWORD
from tests.core.people.merging import by_account, by_mail, merged, signed_in, typed

from octant.core.people.identities import alike, ids_of
from octant.core.people.models import Customer, Merger, Reach, User
from octant.core.people.reach import ANSWERS, quiet_until, wants_mail
from octant.core.people.services.customers import block, unblock, vouch
from octant.core.people.services.merging import merge, separate
from octant.core.people.services.reach import set_reach
from octant.core.people.services.staff import create_user
from octant.core.safety.models import AuditEntry
from octant.kit.clock import now
from octant.kit.errors import Conflict, DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db

# Every table that names a customer, and what becomes of its rows when two are made one person.
# Nothing is ever moved from one customer to another: a row that is added here says which reads
# go over all rows of the person, and which ask for the very row that proved something.
TREATED = {
    "tickets.Ticket.customer": (
        "Stays, with its assurance and its customer's account. Lists of the person, past tickets "
        "and what a signed-in customer may read go over all rows; a guest's key over its ticket."
    ),
    "privacy.Hold.customer": "Stays; holds all rows of the person while they are one.",
    "privacy.Sight.customer": "Stays; the log of a customer shows those of all rows.",
    "privacy.Consent.customer": (
        "Stays, and is asked for anew in each row; all are shown, and taken back together by "
        "whoever is signed in."
    ),
    "privacy.Export.customer": (
        "Holds all rows, remembers which, and is given to nobody once they are separated."
    ),
    "privacy.Erasure.customer": (
        "Erases all rows that were one person when it was asked for and still are when it begins."
    ),
    "people.Merger.one": "Is the tie itself.",
    "people.Merger.other": "Is the tie itself.",
}


def test_every_table_that_names_a_customer_is_treated_on_purpose() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is Customer
    }
    assert found == set(TREATED), "Say in TREATED (and see to it) how merging treats these."


@pytest.mark.parametrize(
    ("make", "proof"),
    [
        (lambda: (signed_in(account="X-1"), by_account_before("X-1")), "account"),
        (lambda: (signed_in(), by_account("X-2", "ADA@customers.example")), "address"),
        (lambda: (signed_in(), by_mail()), "mail"),
        (lambda: (by_account("X-3"), by_mail("Ada@Exchange.example")), "mail"),
    ],
)
def test_proof_makes_one_person_of_two(
    agent: User, make: Callable[[], tuple[Customer, Customer]], proof: str
) -> None:
    one, other = make()
    made = merged(one, other, agent)
    assert made.proof == proof
    assert ids_of(one) == ids_of(other) == tuple(sorted((one.pk, other.pk)))
    audited = AuditEntry.objects.filter(verb="merge_people").order_by("pk")
    assert [(row.subject_id, row.detail["other"]) for row in audited] == [
        (str(one.pk), other.pk),
        (str(other.pk), one.pk),
    ]
    assert "Wrote" not in str([row.detail for row in audited])  # it may tell of the other
    assert {row.actor for row in audited} == {agent} and made.reason == "Wrote that it is they."


def by_account_before(account: str) -> Customer:
    """Their account came by the exchange's site, beside the row that they sign in to."""
    return Customer.objects.create(exchange_account=account, email="other@exchange.example")


@pytest.mark.parametrize(
    "make",
    [
        lambda: (signed_in(), typed()),
        lambda: (typed(), typed()),
        lambda: (signed_in(verified=False), by_mail()),
        lambda: (signed_in(), by_mail("ada@elsewhere.example")),
        lambda: (signed_in(), by_mail("ad.a@customers.example")),
        lambda: (by_mail(), signed_in("eve@customers.example")),
    ],
)
@pytest.mark.parametrize("who", ["agent", "lead"])
def test_without_proof_it_is_refused_whoever_asks(
    agent: User, lead: User, make: Callable[[], tuple[Customer, Customer]], who: str
) -> None:
    one, other = make()
    with pytest.raises(DomainError) as refused:
        merge(one=one, other=other, actor={"agent": agent, "lead": lead}[who], reason="I know.")
    assert refused.value.code == "no_proof" and "ask them to sign in" in str(refused.value)
    assert not Merger.objects.exists()
    assert Customer.objects.filter(person__isnull=False).count() == 0


def test_an_address_given_up_proves_nothing_any_more(agent: User) -> None:
    one, other = signed_in(), by_mail()
    EmailAddress.objects.filter(user=one.user).update(email="new@customers.example")
    with pytest.raises(DomainError, match="Nothing proves"):
        merge(one=one, other=other, actor=agent, reason="They said so.")


def test_different_accounts_and_staff_stay_apart(agent: User) -> None:
    one, other = signed_in(account="X-1"), by_account("X-2", "ada@customers.example")
    with pytest.raises(DomainError, match="different accounts"):
        merge(one=one, other=other, actor=agent, reason="Same address.")
    works = create_user(email="w@customers.example", name="W", role="lead", password=PASSWORD)
    EmailAddress.objects.filter(user=works).update(verified=True)
    row = Customer.objects.create(user=works, email=works.email)
    with pytest.raises(DomainError, match="works here"):
        merge(one=row, other=by_mail("w@customers.example"), actor=agent, reason="Same address.")


@pytest.mark.parametrize("role", ["editor", "moderator", "customer"])
def test_only_those_who_answer_may(agent: User, role: str) -> None:
    one, other = signed_in(), by_mail()
    nobody = create_user(email="n@agents.example", name="N", role=role, password=PASSWORD)
    with pytest.raises(NotAllowed):
        merge(one=one, other=other, actor=nobody, reason="Please.")
    made = merged(one, other, agent)
    with pytest.raises(NotAllowed):
        separate(merger=made.pk, actor=nobody, reason="Please.")


def test_a_reason_is_needed_and_screened(agent: User) -> None:
    one, other = signed_in(), by_mail()
    for empty in ("", "  \n"):
        with pytest.raises(DomainError) as refused:
            merge(one=one, other=other, actor=agent, reason=empty)
        assert refused.value.field == "reason"
    made = merged(one, other, agent, "They said: password: Tr0ub4dor&3 is mine")
    assert "Tr0ub4dor" not in made.reason
    with pytest.raises(DomainError):
        separate(merger=made.pk, actor=agent, reason=" ")


def test_once_is_enough_and_not_with_oneself(agent: User) -> None:
    one, other = signed_in(), by_mail()
    merged(one, other, agent)
    for pair in ((one, other), (other, one), (one, one)):
        with pytest.raises(Conflict):
            merge(one=pair[0], other=pair[1], actor=agent, reason="Again.")
    assert Merger.objects.count() == 1


def test_separated_they_are_as_they_were_and_it_is_told(agent: User, lead: User) -> None:
    one, other = signed_in(account="X-1"), by_mail()
    before = [Customer.objects.filter(pk=row.pk).values().get() for row in (one, other)]
    made = merged(one, other, agent)
    separate(merger=made.pk, actor=lead, reason="Two people in one household.")
    after = [Customer.objects.filter(pk=row.pk).values().get() for row in (one, other)]
    assert after == before
    made.refresh_from_db()
    assert (made.undone_by, made.undone_reason) == (lead, "Two people in one household.")
    assert AuditEntry.objects.filter(verb="separate_people").count() == 2
    with pytest.raises(Conflict):
        separate(merger=made.pk, actor=lead, reason="Again.")
    with pytest.raises(NotFound):
        separate(merger=made.pk + 1, actor=lead, reason="Another.")
    assert merged(one, other, agent).pk != made.pk  # and may be joined once more


def test_of_several_each_merger_is_undone_by_itself(agent: User) -> None:
    one = signed_in(account="X-1")
    site, mail = by_account_before("X-1"), by_mail()
    late = by_mail("other@exchange.example")
    first = merged(one, site, agent)
    merged(one, mail, agent)
    merged(mail, late, agent)  # proved by the row of the exchange's site, which is them as well
    assert ids_of(late) == tuple(sorted(row.pk for row in (one, site, mail, late)))
    separate(merger=first.pk, actor=agent, reason="Another's.")
    for row in (one, site, mail, late):
        row.refresh_from_db()
    assert ids_of(site) == (site.pk,)
    assert ids_of(one) == ids_of(late) == tuple(sorted(row.pk for row in (one, mail, late)))


def test_who_is_blocked_stays_so_and_so_is_the_other_until_they_are_separated(agent: User) -> None:
    one, other = signed_in(), by_mail()
    block(customer=other, actor=agent, reason="Spam")
    made = merged(one, other, agent)
    assert one.blocked_at == other.blocked_at is not None and one.blocked_reason == "Spam"
    separate(merger=made.pk, actor=agent, reason="Not they.")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.blocked_at, one.blocked_reason) == (None, "") and other.blocked_at is not None


def test_what_was_blocked_as_one_person_stays_blocked_as_two(agent: User) -> None:
    one, other = signed_in(), by_mail()
    made = merged(one, other, agent)
    block(customer=one, actor=agent, reason="Threats")
    other.refresh_from_db()
    assert other.blocked_reason == "Threats"
    separate(merger=made.pk, actor=agent, reason="Not they.")
    assert Customer.objects.filter(blocked_at=None).count() == 0
    unblock(customer=one, actor=agent)
    other.refresh_from_db()
    assert other.blocked_at is not None


def test_a_block_that_was_lifted_and_set_again_is_not_taken_for_a_copy(agent: User) -> None:
    one, other = signed_in(), by_mail()
    block(customer=other, actor=agent, reason="Spam")
    made = merged(one, other, agent)
    unblock(customer=other, actor=agent)
    one.refresh_from_db()
    assert one.blocked_at is None
    block(customer=one, actor=agent, reason="Threats")
    separate(merger=made.pk, actor=agent, reason="Not they.")
    one.refresh_from_db()
    assert one.blocked_reason == "Threats"


def test_a_copied_block_goes_with_its_origin_over_several_mergers(agent: User) -> None:
    one, site, mail = signed_in(account="X-1"), by_account_before("X-1"), by_mail()
    block(customer=site, actor=agent, reason="Spam")
    first = merged(one, site, agent)
    merged(one, mail, agent)
    separate(merger=first.pk, actor=agent, reason="Another's.")
    free = Customer.objects.filter(blocked_at=None).order_by("pk")
    assert list(free) == sorted((one, mail), key=lambda row: row.pk)


def test_language_and_own_settings_stay_and_no_mail_means_no_mail(agent: User) -> None:
    one, other = signed_in(), by_mail()
    assert one.user is not None
    night = {"quiet_from": "00:00", "quiet_until": "23:59"}
    set_reach(user=one.user, chosen={"mail_answers": False, **night})
    assert wants_mail(other, ANSWERS)
    made = merged(one, other, agent)
    assert not wants_mail(other, ANSWERS) and not wants_mail(one, ANSWERS)
    assert quiet_until(other, now().replace(hour=12)) is not None
    assert (one.language, other.language) == ("en", "zh-hans")
    separate(merger=made.pk, actor=agent, reason="Not they.")
    other.refresh_from_db()
    assert wants_mail(other, ANSWERS) and Reach.objects.count() == 1


def test_who_shares_an_address_or_account_is_found_with_or_without_proof(agent: User) -> None:
    one, site = signed_in(account="X-1"), by_account_before("X-1")
    mail, guest = by_mail(), typed()
    typed("eve@customers.example")
    assert set(alike(one, limit=9)) == {site, mail, guest}
    assert set(alike(mail, limit=9)) == {one, guest}
    assert len(alike(one, limit=2)) == 2
    merged(one, site, agent)
    assert set(alike(site, limit=9)) == {mail, guest}
    assert alike(typed(""), limit=9) == []


def test_an_account_that_somebody_else_proves_later_unties_nothing_and_shows_nothing(
    agent: User,
) -> None:
    one, site = signed_in(account="X-1"), by_account_before("X-1")
    merged(one, site, agent)
    eve = signed_in("eve@customers.example")
    assert eve.user is not None
    vouch(user=eve.user, account="X-1")
    one.refresh_from_db()
    site.refresh_from_db()
    assert one.exchange_account == "" and one.person == site.person


def test_who_proves_the_account_first_here_does_not_come_into_anothers_history(
    agent: User,
) -> None:
    """The row of the account is one person with somebody who signs in: a stranger who owns the
    account later begins anew, where they would else take that row over."""
    one, site = signed_in(account="X-1"), by_account_before("X-1")
    merged(one, site, agent)
    eve = create_user(email="eve@c.example", name="Eve", role="customer", password=PASSWORD)
    hers = vouch(user=eve, account="X-1")
    assert hers.pk not in (one.pk, site.pk) and ids_of(hers) == (hers.pk,)
    nobody = Customer.objects.create(exchange_account="X-2", email="nia@exchange.example")
    mail = merged(nobody, by_mail("nia@exchange.example"), agent).other
    nia = create_user(email="nia@c.example", name="Nia", role="customer", password=PASSWORD)
    assert vouch(user=nia, account="X-2") == nobody  # nobody else signs in to it: theirs
    nobody.refresh_from_db()
    assert ids_of(nobody) == tuple(sorted((nobody.pk, mail.pk)))
