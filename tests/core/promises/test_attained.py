"""What customers are told of how well mails were answered: only of enough of them, and truly."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.core.tickets.factories import a_ticket

from octant.core.advice.answer import advise
from octant.core.promises.attained import AT_LEAST, answered_in_time
from octant.core.promises.models import Promise
from octant.kit.clock import now

pytestmark = pytest.mark.django_db


def promised(
    kept: int, late: int = 0, *, channel: str = "email", days: int = 3, open_: int = 0
) -> None:
    """First answers that were promised, and what became of them; rounds of one ticket do."""
    cache.clear()
    ticket = a_ticket(channel=channel)
    Promise.objects.filter(ticket=ticket).delete()
    at = now() - timedelta(days=days)
    fates = [("kept", None)] * kept + [("late", at)] * late + [("", None)] * open_
    Promise.objects.bulk_create(
        Promise(
            ticket=ticket, clock="first", round=n, minutes=60, started_at=at, outcome=outcome,
            broken_at=broken_at,
        )
        for n, (outcome, broken_at) in enumerate(fates, start=1)
    )  # fmt: skip


def said(language: str) -> str:
    return {way.key: way.when for way in advise("help", language=language).ways}["email"]


def test_a_share_is_told_once_there_are_enough_mails() -> None:
    promised(AT_LEAST - 1)
    assert answered_in_time("email") is None
    assert said("en") == "Within 24 to 48 hours"
    promised(0, 1)
    assert answered_in_time("email") == 96  # 29 of 30: never rounded up
    expected = "; of the mails of the last four weeks 96% were answered in time"
    assert said("en") == f"Within 24 to 48 hours{expected}"
    assert said("zh-hans") == "24 至 48 小时内；最近四周有 96% 的邮件按时得到答复"


def test_what_still_runs_is_not_judged_and_what_is_overdue_is() -> None:
    promised(AT_LEAST, open_=50)
    assert answered_in_time("email") == 100
    Promise.objects.filter(outcome="").update(broken_at=now())
    cache.clear()
    assert answered_in_time("email") == 37  # 30 of 80


def test_other_channels_and_older_weeks_do_not_count() -> None:
    promised(AT_LEAST, channel="live_chat")
    promised(AT_LEAST, days=29)
    assert answered_in_time("email") is None


def test_it_is_counted_once_in_ten_minutes_and_not_with_every_advice() -> None:
    promised(AT_LEAST)
    with CaptureQueriesContext(connection) as first:
        advise("help", language="en")
    with CaptureQueriesContext(connection) as second:
        advise("help", language="en")
    counting = [q for q in first if "promises_promise" in q["sql"]]
    assert len(counting) == 1
    assert not [q for q in second if "promises_promise" in q["sql"]]
