"""Before all of somebody's data leaves or goes, they prove once more that it is they."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import Message
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.core.people.conftest import body, mails, set_up_totp, sign_in, totp  # noqa: F401
from tests.core.privacy.conftest import Traces, a_person

from octant.core.exchange.adapters import demo
from octant.core.exchange.models import DemoQuestion
from octant.core.outbox.services import deliver_due
from octant.core.people import step_up
from octant.core.people.models import Customer, User
from octant.core.privacy.models import Erasure, Export
from octant.core.privacy.services import exports
from octant.core.safety.models import AuditEntry
from octant.kit.clock import moved, now

pytestmark = pytest.mark.django_db
PAGE, OWN = "/accounts/data/confirm/", "/accounts/data/"
Mails = Callable[[], list[Message]]


@pytest.fixture(autouse=True)
def _plain(settings: LazySettings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def here(traces: Traces) -> Client:
    """The customer's browser, signed in by password a moment ago."""
    client = Client()
    sign_in(client, traces.user)
    return client


def change_address(user: User, to: str) -> None:
    """As sign-in's library does it: by saving the whole user."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=user).delete()
    row = EmailAddress.objects.create(user=user, email=to, verified=True)
    row.set_as_primary()
    user.refresh_from_db()


def code_in(mails: Mails) -> str:  # noqa: F811
    found = re.search(r"(\d{4} \d{4})", body(mails()[-1]))
    assert found
    return found[1]


def sent_so_far(mails: Mails) -> int:  # noqa: F811
    try:
        return len(mails())
    except FileNotFoundError:  # the folder is made with the first
        return 0


def test_a_session_alone_neither_takes_the_data_nor_erases_them(
    here: Client, traces: Traces
) -> None:
    assert here.post(f"{OWN}export/")["Location"] == PAGE
    assert here.post(f"{OWN}erase/", {"sure": "yes"})["Location"] == PAGE
    assert not Export.objects.exists() and not Erasure.objects.exists()


def test_nor_does_it_fetch_an_archive_that_was_made(here: Client, traces: Traces) -> None:
    made = exports.ask_own(
        user=traces.user, customer=traces.customer, level=exports.Assurance.STEPPED_UP
    )
    exports.make_due()
    assert here.get(f"{OWN}export/{made.public_id}/")["Location"] == PAGE


def test_a_mailed_code_lets_them_go_on_where_they_were_and_fetch_it(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
) -> None:
    here.post(f"{OWN}export/")
    assert b"Send me a code by mail" in here.get(PAGE).content
    assert here.post(PAGE, {"send": "1"}).status_code == 302
    mail = mails()[-1]
    assert mail["To"] == traces.user.email and "never ask" in body(mail)
    assert here.post(PAGE, {"mailed": code_in(mails)})["Location"] == OWN
    export = Export.objects.get()
    assert exports.make_due() == 1
    assert here.get(f"{OWN}export/{export.public_id}/").status_code == 200
    assert AuditEntry.objects.get(verb="confirm_own_data").detail == {"method": "mail"}


def test_the_confirmation_ends_by_itself_and_with_the_session(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
) -> None:
    here.post(PAGE, {"send": "1"})
    here.post(PAGE, {"mailed": code_in(mails)})
    with moved(timedelta(minutes=14)):
        assert here.get(PAGE).status_code == 302  # nothing more to prove
    with moved(timedelta(minutes=16)):
        assert here.post(f"{OWN}export/")["Location"].startswith((PAGE, "/accounts/reauth"))
    here.post("/accounts/logout/")
    sign_in(here, traces.user)
    assert here.post(f"{OWN}export/")["Location"] == PAGE
    assert not Export.objects.exists()


def test_another_browser_of_the_same_person_has_proved_nothing(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
) -> None:
    here.post(PAGE, {"send": "1"})
    code = code_in(mails)
    other = Client()
    sign_in(other, traces.user)
    assert other.post(PAGE, {"mailed": code}).status_code == 400
    assert other.post(f"{OWN}export/")["Location"] == PAGE


def test_a_code_lives_ten_minutes(here: Client, traces: Traces, mails: Mails) -> None:  # noqa: F811
    here.post(PAGE, {"send": "1"})
    code = code_in(mails)
    with moved(timedelta(minutes=10, seconds=1)):
        assert here.post(PAGE, {"mailed": code}).status_code == 400


def test_a_new_code_takes_the_place_of_the_old(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
) -> None:
    here.post(PAGE, {"send": "1"})
    first = code_in(mails)
    here.post(PAGE, {"send": "1"})
    assert code_in(mails) != first
    assert here.post(PAGE, {"mailed": first}).status_code == 400


def test_five_wrong_answers_and_the_right_one_waits_in_every_window(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
) -> None:
    here.post(PAGE, {"send": "1"})
    for _try in range(5):
        assert here.post(PAGE, {"mailed": "00000000"}).status_code == 400
    assert here.post(PAGE, {"mailed": code_in(mails)}).status_code == 429
    other = Client()
    sign_in(other, traces.user)
    assert other.post(PAGE, {"mailed": "00000000"}).status_code == 429
    assert AuditEntry.objects.filter(verb="confirm_own_data_wrong").count() == 5
    assert not Export.objects.exists()


def test_three_mails_an_hour(here: Client, traces: Traces, mails: Mails) -> None:  # noqa: F811
    for _time in range(3):
        assert here.post(PAGE, {"send": "1"}).status_code == 302
    assert here.post(PAGE, {"send": "1"}).status_code == 429
    assert len(mails()) == 3


def test_an_address_that_was_changed_within_seven_days_gets_no_code(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
) -> None:
    change_address(traces.user, "thief@elsewhere.example")
    shown = here.get(PAGE).content.decode()
    assert "was changed on" in shown and "Send me a code" not in shown
    assert here.post(PAGE, {"send": "1"}).status_code == 403
    assert sent_so_far(mails) == 0
    with moved(timedelta(days=7, minutes=1)):
        sign_in(late := Client(), traces.user)
        assert "Send me a code" in late.get(PAGE).content.decode()


def test_a_code_that_was_on_its_way_when_the_address_changed_is_void(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
) -> None:
    here.post(PAGE, {"send": "1"})
    code = code_in(mails)
    change_address(traces.user, "thief@elsewhere.example")
    assert here.post(PAGE, {"mailed": code}).status_code >= 400


def test_every_change_of_an_address_is_noted_and_nothing_else_takes_the_note_away(
    traces: Traces,
) -> None:
    user = User.objects.get(pk=traces.user.pk)
    assert user.email_changed_at is None
    User.objects.filter(pk=user.pk).update(name="Zeb")
    user.refresh_from_db()
    assert user.email_changed_at is None
    User.objects.filter(pk=user.pk).update(email="new@elsewhere.example")
    stale = user  # does not know of it yet, and writes all of its columns
    stale.email = "new@elsewhere.example"
    stale.save()
    user = User.objects.get(pk=user.pk)
    assert user.email_changed_at is not None


def test_who_has_an_authenticator_app_uses_it_and_gets_no_code(
    here: Client, traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = set_up_totp(here)
    with monkeypatch.context() as young:  # a day old, as far as the product can tell
        young.setattr(step_up, "factor_age", lambda: timedelta(0))
        shown = here.get(PAGE).content.decode()
        assert "authenticator app" in shown and "Send me a code" not in shown
        assert here.post(PAGE, {"send": "1"}).status_code == 403
        here.post(f"{OWN}erase/", {"sure": "yes"})
        assert here.post(PAGE, {"code": "000000"}).status_code == 400
        assert here.post(PAGE, {"code": totp(secret)})["Location"] == f"{OWN}erase/"
    assert here.post(f"{OWN}erase/", {"sure": "yes"})["Location"] == OWN
    assert Erasure.objects.get().by_customer


def test_the_exchange_asks_in_its_own_app_and_no_is_no(
    here: Client, traces: Traces, settings: LazySettings
) -> None:
    settings.OCTANT_DEMO = True
    account = next(iter(demo._accounts()))
    Customer.objects.filter(pk=traces.customer.pk).update(exchange_account=account)
    here.post(f"{OWN}export/")
    shown = here.get(PAGE).content.decode()
    assert "Ask me in my exchange app" in shown and "Send me a code" not in shown
    assert here.post(PAGE, {"send": "1"}).status_code == 403
    here.post(PAGE, {"exchange": "1"})
    asked = DemoQuestion.objects.get()
    assert asked.number in here.get(PAGE).content.decode()
    assert here.post(f"{PAGE}look/").json() == {"go": ""}
    here.post(f"{PAGE}app/", {"no": ""})
    assert here.post(f"{PAGE}look/").json() == {"go": PAGE}
    assert here.post(f"{OWN}export/")["Location"] == PAGE
    here.post(PAGE, {"exchange": "1"})
    here.post(f"{PAGE}app/", {"yes": ""})
    assert here.post(f"{PAGE}look/").json() == {"go": OWN}
    assert Export.objects.count() == 1


def test_where_the_exchange_cannot_ask_the_code_comes_by_mail(here: Client, traces: Traces) -> None:
    Customer.objects.filter(pk=traces.customer.pk).update(exchange_account="AA1")
    answer: Any = here.post(PAGE, {"exchange": "1"})
    assert answer.status_code == 409 and b"Send me a code by mail" in answer.content


def test_a_mail_server_that_is_away_is_said_to_be(
    here: Client, traces: Traces, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer: Any = here.post(PAGE, {"send": "1"})
    assert answer.status_code == 503 and b"could not be sent" in answer.content


def test_nobody_fetches_the_archive_of_somebody_else_by_their_own_proof(traces: Traces) -> None:
    made = exports.ask_own(
        user=traces.user, customer=traces.customer, level=exports.Assurance.STEPPED_UP
    )
    exports.make_due()
    other = a_person("Olive Branch", email="olive@customers.example")
    client = Client()
    sign_in(client, other.user)
    assert client.get(f"{OWN}export/{made.public_id}/").status_code == 404


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """As without a word of the workspace: a day for an archive, a day for a factor."""
    monkeypatch.setattr(step_up, "_number", lambda name, default: default)


def asked_by_mail(here: Client, mails: Mails) -> Export:  # noqa: F811
    here.post(f"{OWN}export/")
    here.post(PAGE, {"send": "1"})
    here.post(PAGE, {"mailed": code_in(mails)})
    return Export.objects.get()


def test_an_archive_proved_by_mail_alone_waits_and_its_owner_is_told(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
    waiting: None,
) -> None:
    export = asked_by_mail(here, mails)
    told = body(mails()[-1])
    assert "archive of all your data" in told and "/accounts/data/" in told
    page = here.get(OWN).content.decode()
    assert "Until then you can stop it" in page and "Do not make it" in page
    with moved(timedelta(hours=23)):
        assert exports.make_due() == 0
    with moved(timedelta(hours=25)):
        assert exports.make_due() == 1
        export.refresh_from_db()
        assert export.expires_at > export.ready_at + timedelta(days=6)


def test_it_can_be_stopped_by_its_owner_until_it_begins(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
    waiting: None,
) -> None:
    export = asked_by_mail(here, mails)
    other = Client()
    sign_in(other, a_person("Zora", email="zora@customers.example", account="ZX-7").user)
    stop = f"{OWN}export/{export.public_id}/cancel/"
    assert other.post(stop).status_code == 404 and Export.objects.exists()
    assert here.post(stop)["Location"] == OWN
    assert not Export.objects.exists()
    assert here.post(stop).status_code == 404
    assert AuditEntry.objects.filter(verb="cancel_export").count() == 1


def test_a_better_proof_ends_the_wait(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
    waiting: None,
) -> None:
    asked_by_mail(here, mails)
    level = exports.Assurance.STEPPED_UP
    exports.ask_own(user=traces.user, customer=traces.customer, level=level)
    assert exports.make_due() == 1


def test_no_mail_for_who_has_a_factor_too_new_to_count_or_took_one_off_lately(
    here: Client, traces: Traces, waiting: None
) -> None:
    set_up_totp(here)
    assert b"Send me a code by mail" not in here.get(PAGE).content
    assert b"taken one off lately" in here.get(PAGE).content
    assert here.post(PAGE, {"send": "1"}).status_code == 403
    here.post("/accounts/2fa/totp/deactivate/")
    while deliver_due():
        pass
    assert b"Send me a code by mail" not in here.get(PAGE).content
    with moved(timedelta(days=8)):
        fresh = Client()
        sign_in(fresh, traces.user)
        assert b"Send me a code by mail" in fresh.get(PAGE).content


def test_a_session_carried_to_another_browser_proves_anew(
    here: Client,
    traces: Traces,
    mails: Mails,  # noqa: F811
) -> None:
    here.post(PAGE, {"send": "1"})
    here.post(PAGE, {"mailed": code_in(mails)})
    assert here.get(PAGE).status_code == 302  # nothing more to prove
    other = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    other.cookies = here.cookies
    assert other.get(PAGE).status_code == 200
    assert other.post(f"{OWN}export/")["Location"] == PAGE


def test_a_proof_of_before_this_was_kept_counts_no_more(here: Client, traces: Traces) -> None:
    session = here.session
    session["octant.own_data.held"] = [traces.user.pk, now().timestamp() + 600]
    session.save()
    assert here.get(OWN).status_code == 200
    assert here.get(PAGE).status_code == 200
