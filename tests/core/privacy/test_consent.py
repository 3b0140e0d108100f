"""Nobody is recorded who did not agree, in words that we can show."""

from hashlib import sha256

import pytest
from django.utils import translation
from tests.core.privacy.conftest import Traces

from octant.core.privacy.consent import WORDS
from octant.core.privacy.models import Consent
from octant.core.privacy.selectors import has_consent
from octant.core.privacy.services.consents import give_consent, withdraw_consent
from octant.kit.errors import Conflict, DomainError

pytestmark = pytest.mark.django_db
SCREEN = WORDS["screen"].version


def test_it_is_kept_with_its_words_language_and_time(traces: Traces) -> None:
    given = give_consent(
        customer=traces.customer, kind="screen", version=SCREEN, language="zh-hans"
    )
    assert (given.version, given.language) == (SCREEN, "zh-hans")
    assert has_consent(traces.customer, "screen", SCREEN)
    assert not has_consent(traces.customer, "call", WORDS["call"].version)


def test_agreeing_again_changes_nothing_and_withdrawing_ends_it(traces: Traces) -> None:
    give = {"customer": traces.customer, "kind": "screen", "version": SCREEN, "language": "en"}
    assert give_consent(**give) == give_consent(**give)  # type: ignore[arg-type]
    assert withdraw_consent(customer=traces.customer, kind="screen", how="page")
    assert not withdraw_consent(customer=traces.customer, kind="screen", how="page")
    assert not has_consent(traces.customer, "screen", SCREEN)
    assert Consent.objects.get().withdrawn_how == "page"
    give_consent(**give)  # type: ignore[arg-type]
    assert Consent.objects.count() == 2


def test_other_words_than_ours_are_agreed_to_by_nobody(traces: Traces) -> None:
    for kind, version in (("screen", "1999-01-01"), ("soul", SCREEN)):
        with pytest.raises((Conflict, DomainError)):
            give_consent(customer=traces.customer, kind=kind, version=version, language="en")
    assert not Consent.objects.exists()


def test_a_consent_to_older_words_ends_when_the_new_ones_are_agreed_to(traces: Traces) -> None:
    old = give_consent(customer=traces.customer, kind="screen", version=SCREEN, language="en")
    Consent.objects.filter(pk=old.pk).update(version="2020-01-01")
    assert not has_consent(traces.customer, "screen", SCREEN)
    give_consent(customer=traces.customer, kind="screen", version=SCREEN, language="en")
    old.refresh_from_db()
    assert old.withdrawn_at is not None and old.withdrawn_how == ""


def test_whoever_changes_the_words_changes_their_version() -> None:
    with translation.override("en"):
        found = {
            (kind, words.version): sha256(str(words.text).encode()).hexdigest()[:16]
            for kind, words in WORDS.items()
        }
    assert found == {
        ("screen", "2026-11-22"): "b99c3918bf0451a5",
        ("call", "2026-11-22"): "7f150804ce371fa1",
    }
