"""A chat that the same browser begins after an advice is what it then used."""

import pytest
from tests.channels.live_chat.conftest import Window

from octant.core.advice.models import Given

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("topics")]


def test_a_chat_of_the_same_browser_is_what_was_used(window: Window) -> None:
    window.client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0"
    asked = window.client.post(
        "/en/contact/advice", {"text": "all my orders fail"}, content_type="application/json"
    )
    assert asked.status_code == 200
    form = window.form()
    for _twice in range(2):
        assert window.post("start", form).status_code == 200
    row = Given.objects.select_related("ticket__customer").get()
    assert (row.used, row.second, row.ended) == ("live_chat", "", False)
    assert row.ticket is not None and row.ticket.customer.email == form["email"]
