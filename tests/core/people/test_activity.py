"""Owners learn of tries at their door, and nobody else learns whether there is a door."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.header import decode_header, make_header
from email.message import Message

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.conftest import PASSWORD
from tests.core.people.conftest import body, set_up_totp, sign_in, totp

from octant.core.outbox.models import Delivery
from octant.core.outbox.services import deliver_due
from octant.core.people.models import SignInEvent, User
from octant.core.people.services.activity import end_half_way, tell, took_off_factor
from octant.core.people.services.staff import remove_second_factors
from octant.kit import clock

pytestmark = pytest.mark.django_db
Mails = Callable[[], list[Message]]
What = SignInEvent.What
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def deliver() -> None:
    while deliver_due():
        pass
    assert list(Delivery.objects.exclude(error="").values_list("error", flat=True)) == []


def wrong(client: Client, email: str, times: int) -> None:
    for _time in range(times):
        answer = client.post("/accounts/login/", {"login": email, "password": "not this"})
        assert answer.status_code == 200
    deliver()


def subjects(mails: Mails) -> list[str]:
    told = (str(make_header(decode_header(mail["Subject"]))) for mail in mails())
    return [subject.partition(": ")[2] for subject in told]


@pytest.fixture
def mailbox(mails: Mails) -> Mails:
    """Empty at first: the folder is made by the first mail."""

    def read() -> list[Message]:
        try:
            return mails()
        except FileNotFoundError:
            return []

    return read


def test_two_wrong_passwords_are_a_slip_and_three_are_told(
    client: Client, customer: User, mailbox: Mails
) -> None:
    wrong(client, customer.email, 2)
    assert mailbox() == []
    wrong(client, customer.email.upper(), 1)
    assert subjects(mailbox) == ["Wrong passwords were tried for your account"]
    assert mailbox()[0]["To"] == customer.email
    assert "127.0.0.0/24" in body(mailbox()[0])
    assert "127.0.0.1\n" not in body(mailbox()[0])


def test_who_tries_on_and_on_floods_neither_the_mailbox_nor_the_list(
    customer: User, mailbox: Mails
) -> None:
    browsers = ("Firefox/1 Windows", "Edg/1 Linux", "Safari/1 iPhone", "")
    for hour in range(26):
        with clock.moved(timedelta(hours=hour, minutes=hour)):
            for try_ in range(12):
                asked = RequestFactory(REMOTE_ADDR=f"198.51.{try_}.1").post("/")
                asked.META["HTTP_USER_AGENT"] = browsers[try_ % 4]
                tell(asked, user=customer, what=What.PASSWORD_WRONG)
            deliver()
        assert len(mailbox()) == (1 if hour < 24 else 2), hour
    rows = SignInEvent.objects.filter(user=customer)
    assert rows.count() <= 26 and sum(row.count for row in rows) == 26 * 12


def test_an_address_without_an_account_costs_the_same_and_is_told_nothing(
    client: Client, customer: User, mailbox: Mails
) -> None:
    asked = []
    for address in (customer.email, "nobody@mail.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.post("/accounts/login/", {"login": address, "password": "not this"})
        asked.append([t for q in queries for t in re.findall(r'INSERT INTO "?(\w+)', q["sql"])])
    assert asked[0] == asked[1] and len(asked[0]) == 2
    wrong(client, "nobody@mail.example", 4)
    assert mailbox() == []
    assert SignInEvent.objects.exclude(user=customer).count() == 0


def test_an_address_that_was_never_proved_is_not_mailed(
    client: Client, customer: User, mailbox: Mails
) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.filter(user=customer).update(verified=False)
    wrong(client, customer.email, 4)
    assert mailbox() == []


def test_the_first_sign_in_and_a_known_browser_are_no_news(
    client: Client, customer: User, mailbox: Mails
) -> None:
    sign_in(client, customer)
    client.post("/accounts/logout/")
    sign_in(client, customer)
    deliver()
    assert mailbox() == []
    assert SignInEvent.objects.get(user=customer).count == 2


def test_a_new_browser_is_told_in_the_owners_language(customer: User, mailbox: Mails) -> None:
    sign_in(Client(), customer)
    User.objects.filter(pk=customer.pk).update(language="zh-hans")
    stranger = Client(headers={"user-agent": FIREFOX, "accept-language": "en"})
    sign_in(stranger, customer)
    deliver()
    assert subjects(mailbox) == ["新浏览器登录提醒"]
    assert "Windows" in body(mailbox()[0]) and "Firefox" in body(mailbox()[0])
    assert SignInEvent.objects.filter(user=customer, new_device=True).count() == 1


def test_after_one_new_browser_the_next_is_told_too_up_to_five_a_day(
    customer: User, mailbox: Mails
) -> None:
    sign_in(Client(), customer)
    for net in range(7):
        sign_in(Client(REMOTE_ADDR=f"198.51.{net}.7"), customer)
    deliver()
    assert len(mailbox()) == 5


def test_a_browser_is_known_to_one_person_and_one_password(
    client: Client, customer: User, agent: User, mailbox: Mails
) -> None:
    for user in (customer, agent):
        sign_in(Client(), user)
    sign_in(client, customer)
    client.post("/accounts/logout/")
    sign_in(client, agent)
    client.post("/accounts/logout/")
    deliver()
    assert [mail["To"] for mail in mailbox()] == [customer.email, agent.email]
    customer.set_password("another horse 42 battery")
    customer.save(update_fields=["password"])
    sign_in(client, customer, "another horse 42 battery")
    deliver()
    assert len(mailbox()) == 3


def test_a_forged_device_cookie_makes_no_browser_known(
    client: Client, customer: User, mailbox: Mails
) -> None:
    sign_in(Client(), customer)
    for value in ("", ".", "a:b", "x" * 9000, "\u0000"):
        client.cookies["octant_device"] = value
        sign_in(client, customer)
        client.post("/accounts/logout/")
    deliver()
    assert mailbox()


def with_app(customer: User) -> str:
    """Their authenticator app's secret, set up a minute ago."""
    client = Client()
    sign_in(client, customer)
    secret = set_up_totp(client)
    deliver()
    return secret


def test_a_right_password_without_the_second_step_is_told_after_a_quarter_of_an_hour(
    customer: User, mailbox: Mails
) -> None:
    with_app(customer)
    before = len(mailbox())
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(client, customer)
    deliver()
    with clock.moved(timedelta(minutes=14)):
        assert end_half_way() == 0
    with clock.moved(timedelta(minutes=16)):
        assert end_half_way() == 1
        assert end_half_way() == 0
        deliver()
    assert subjects(mailbox)[before:] == ["A sign-in stopped at the second step"]
    assert SignInEvent.objects.filter(user=customer, what=What.UNFINISHED).count() == 1


def test_an_owner_who_finishes_the_second_step_is_told_nothing_of_it(
    customer: User, mailbox: Mails
) -> None:
    secret = with_app(customer)
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(client, customer)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    done = client.post("/accounts/2fa/authenticate/", {"code": totp(secret, 30)})
    assert done.status_code == 302
    deliver()
    with clock.moved(timedelta(minutes=20)):
        assert end_half_way() == 0
        deliver()
    assert subjects(mailbox)[-1] == "A sign-in from a new browser"
    event = SignInEvent.objects.get(user=customer, what=What.SIGNED_IN, new_device=True)
    assert event.how == "password totp"


def test_three_wrong_codes_after_the_right_password_are_told_at_once(
    customer: User, mailbox: Mails
) -> None:
    with_app(customer)
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(client, customer)
    for code in ("000000", "000001", "000002", "000003"):
        client.post("/accounts/2fa/authenticate/", {"code": code})
    deliver()
    told = subjects(mailbox).count("A sign-in stopped at the second step")
    assert told == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_of_what_opens_the_account_is_told_each_time_and_listed(
    mailbox: Mails, customer: User
) -> None:
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(client, customer)
    set_up_totp(client)
    deliver()
    assert "Authenticator App Activated" in subjects(mailbox)
    rows = SignInEvent.objects.filter(user=customer, what=What.CHANGED)
    assert "totp_activated" in set(rows.values_list("how", flat=True))
    page = client.get("/accounts/sessions/").content.decode()
    assert "An authenticator app was set up" in page
    assert "Firefox on Windows" in page


def test_what_an_administrator_takes_off_is_on_the_list(
    client: Client, customer: User, admin: User
) -> None:
    remove_second_factors(user=customer, actor=admin)
    assert took_off_factor(user=customer, since=clock.now() - timedelta(days=1))
    sign_in(client, customer)
    page = client.get("/accounts/sessions/").content.decode()
    assert "An administrator took off the second step" in page


def test_the_list_is_ones_own_and_bounded(client: Client, customer: User, agent: User) -> None:
    at = clock.now()
    SignInEvent.objects.bulk_create(
        SignInEvent(user=agent, what=What.SIGNED_IN, browser="Opera", at=at) for _row in range(3)
    )
    SignInEvent.objects.bulk_create(
        SignInEvent(user=customer, what=What.SIGNED_IN, browser="Edge", at=at) for _row in range(80)
    )
    sign_in(client, customer)
    page = client.get("/accounts/sessions/").content.decode()
    assert page.count("Edge") == 50 and "Opera" not in page


def test_events_that_come_late_or_twice_do_no_harm(customer: User, mailbox: Mails) -> None:
    from octant.core.people.consumers import on_door

    row = SignInEvent.objects.create(
        user=customer, what=What.SIGNED_IN, new_device=True, at=clock.now()
    )
    for _time in range(2):
        on_door("OwnerConcerned", {"row": row.pk})
    on_door("OwnerConcerned", {"row": row.pk + 999})
    assert len(mailbox()) == 1


def test_mails_carry_the_owners_anti_phishing_code(customer: User, mailbox: Mails) -> None:
    from octant.core.people.services.anti_phishing import set_code

    set_code(user=customer, code="blue heron lamp")
    wrong(Client(headers={"user-agent": CHROME}), customer.email, 3)
    assert "blue heron lamp" in body(mailbox()[-1])


def test_what_was_kept_goes_after_its_time_and_into_the_export(customer: User) -> None:
    from octant.core.ports.privacy import Holds, register

    SignInEvent.objects.create(user=customer, what=What.SIGNED_IN, at=clock.now())
    kind = next(kind for kind in register().kinds if kind.key == "sign_in_activity")
    assert kind.store.due(clock.now(), Holds()) == 1
    assert kind.store.remove(clock.now() + timedelta(1), Holds(), 10).rows == 1
    assert any(table.section == "sign_in_activity" for table in register().personal)


def test_signing_in_with_the_right_password_names_how(client: Client, customer: User) -> None:
    answer = client.post("/accounts/login/", {"login": customer.email, "password": PASSWORD})
    assert answer.status_code == 302
    deliver()
    assert SignInEvent.objects.get(user=customer).how == "password"
