"""Attack 7: no form makes us fill a stranger's mailbox."""

import pytest
from django.core import mail
from django.test import Client
from tests.security.world import World

pytestmark = pytest.mark.django_db
TIMES = 40


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/signup/"])
def test_an_address_gets_a_few_mails_whoever_asks(world: World, path: str, known: bool) -> None:
    victim = world.theirs.user.email if known else "victim@mail.example"
    for number in range(TIMES):
        form = {"email": victim, "name": "x", "password1": "correct horse 42 battery"}
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(path, form)
    assert len([m for m in mail.outbox if victim in m.to]) <= 6


def test_a_transcript_is_mailed_three_times_an_hour(world: World) -> None:
    theirs, headers = world.client("theirs"), world.headers("theirs")
    codes = [
        theirs.post("/chat/transcript", "{}", content_type="application/json", headers=headers)
        for _ in range(5)
    ]
    assert [answer.status_code for answer in codes] == [200, 200, 200, 429, 429]
    assert len(mail.outbox) == 3
