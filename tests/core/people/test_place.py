"""A sign-in of staff that was carried to another browser shows nothing before the second factor."""

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory
from structlog.testing import capture_logs
from tests.conftest import PASSWORD
from tests.core.people.conftest import set_up_totp, sign_in, totp

from octant.core.people.models import User
from octant.core.people.place import place_of

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEWER = FIREFOX.replace("140", "141")
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
CONFIRM = "/accounts/2fa/reauthenticate/"


@pytest.fixture
def here(agent: User) -> tuple[Client, str]:
    """An agent's browser, signed in with their app, and the app's secret."""
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(client, agent)
    return client, set_up_totp(client)


def carried(client: Client, agent: str = CHROME, **more: str) -> Client:
    """Another browser with the same cookies."""
    other = Client(headers={"user-agent": agent}, **more)  # type: ignore[arg-type]
    other.cookies = client.cookies
    return other


def test_a_newer_version_of_the_same_browser_is_the_same_place(here: tuple[Client, str]) -> None:
    assert carried(here[0], NEWER).get("/desk/").status_code == 200


def test_in_another_browser_every_page_of_staff_asks_for_the_second_factor(
    here: tuple[Client, str],
) -> None:
    thief = carried(here[0])
    for page in ("/desk/", "/editor/", "/accounts/", "/accounts/sessions/", "/accounts/2fa/"):
        answer = thief.get(page)
        assert answer.status_code == 302 and answer["Location"].startswith(CONFIRM), page
    assert here[0].get("/desk/").status_code == 200, "the one that began it goes on"


def test_the_password_alone_does_not_do_there(here: tuple[Client, str]) -> None:
    thief = carried(here[0])
    answer = thief.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 403
    assert thief.get("/desk/")["Location"].startswith(CONFIRM)


def test_a_code_of_the_app_lets_it_stay_in_the_new_place(here: tuple[Client, str]) -> None:
    client, secret = here
    moved = carried(client)
    assert moved.get(f"{CONFIRM}?next=/desk/").status_code == 200
    done = moved.post(f"{CONFIRM}?next=/desk/", {"code": totp(secret, 30), "next": "/desk/"})
    assert done["Location"] == "/desk/"
    assert moved.get("/desk/").status_code == 200
    back = Client(headers={"user-agent": FIREFOX})
    back.cookies = moved.cookies
    assert back.get("/desk/")["Location"].startswith(CONFIRM), "it has moved"


def test_programs_and_forms_get_a_sentence_and_change_nothing(here: tuple[Client, str]) -> None:
    thief = carried(here[0])
    answer = thief.get("/desk/rows/", headers={"accept": "application/json"})
    assert answer.status_code == 403 and answer.json()["code"] == "confirm_again"
    posted = thief.post(
        "/accounts/profile/", {"name": "Thief", "language": "en", "timezone": "UTC"}
    )
    assert posted.status_code == 403 and b"Nothing was changed" in posted.content
    assert User.objects.get(role="agent").name == "Maria Schmidt"
    part = thief.get("/desk/list/", headers={"hx-request": "true"})
    assert part["HX-Redirect"].startswith(CONFIRM)


def test_it_is_in_the_log_and_signing_out_works_anyway(here: tuple[Client, str]) -> None:
    thief = carried(here[0])
    with capture_logs() as lines:
        thief.get("/desk/")
    assert [line["event"] for line in lines] == ["session_moved"]
    assert thief.post("/accounts/logout/").status_code == 302
    assert here[0].get("/desk/").status_code == 302


def test_another_network_counts_where_the_operator_says_so(
    here: tuple[Client, str], settings: LazySettings
) -> None:
    near, far = (carried(here[0], FIREFOX, REMOTE_ADDR=at) for at in ("127.0.0.9", "198.51.100.7"))
    assert far.get("/desk/").status_code == 200
    settings.OCTANT_STAFF_ONE_NETWORK = True
    assert near.get("/desk/").status_code == 200
    assert far.get("/desk/")["Location"].startswith(CONFIRM)


def test_customers_are_not_asked_so(customer: User) -> None:
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(client, customer)
    assert carried(client).get("/accounts/").status_code == 200


def test_a_network_is_coarse_and_an_odd_address_is_none() -> None:
    seen = {}
    for address in ("203.0.113.77", "2001:db8:1:2::3", "unix:", ""):
        request = RequestFactory(REMOTE_ADDR=address, HTTP_USER_AGENT=CHROME).get("/")
        seen[address] = place_of(request)
    assert seen["203.0.113.77"] == ["Chrome", "Linux", "203.0.113.0/24"]
    assert seen["2001:db8:1:2::3"][2] == "2001:db8:1::/48"
    assert seen["unix:"][2] == seen[""][2] == ""
