"""Lists show every ticket exactly once, whichever way one walks them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.tickets.factories import a_category, a_customer, a_ticket

from octant.core.people.models import User
from octant.core.tickets.lists import canned_replies, tickets_among, view_counts
from octant.core.tickets.models import CannedReply, Ticket
from octant.core.tickets.selectors import Filter, ticket_page
from octant.kit.clock import now
from octant.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db


def many(count: int, minutes: list[int] | None = None) -> list[int]:
    """Bare tickets; equal minutes give equal times, which paging must not trip over."""
    customer, at = a_customer(), now()
    rows = Ticket.objects.bulk_create(
        Ticket(
            public_id=f"T{number:06}",
            customer=customer,
            subject=f"Ticket {number}",
            channel="email",
            status="open",
            created_at=at,
            last_activity_at=at - timedelta(minutes=minutes[number] if minutes else number),
        )
        for number in range(count)
    )
    return [row.pk for row in rows]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(minutes=st.lists(st.integers(0, 3), min_size=1, max_size=25), size=st.integers(1, 7))
def test_pages_cover_everything_once_in_both_directions(
    agent: User, minutes: list[int], size: int
) -> None:
    Ticket.objects.all().delete()
    ids = many(len(minutes), minutes)
    forward, cursor, pages = [], "", []
    while True:
        page = ticket_page(agent, Filter(view="all"), cursor=cursor, limit=size)
        forward += [ticket.pk for ticket in page.tickets]
        pages.append(page)
        if not page.next:
            break
        cursor = page.next
    assert sorted(forward) == sorted(ids)
    assert len(forward) == len(set(forward))

    backward = [ticket.pk for ticket in pages[-1].tickets]
    cursor = pages[-1].previous
    while cursor:
        page = ticket_page(agent, Filter(view="all"), cursor=cursor, limit=size)
        backward = [ticket.pk for ticket in page.tickets] + backward
        cursor = page.previous
    assert backward == forward


@pytest.mark.parametrize(
    "cursor", ["<", ">", "nonsense", "<2020,1", "<2026-01-01T00:00:00+00:00,x"]
)
def test_a_broken_cursor_shows_the_first_page(agent: User, cursor: str) -> None:
    ids = many(3)
    page = ticket_page(agent, Filter(view="all"), cursor=cursor)
    assert [ticket.pk for ticket in page.tickets] == ids


def test_counts_stop_above_the_cap_and_take_one_query(agent: User) -> None:
    many(30)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        counts = view_counts(agent, cap=9)
    assert len(queries) == 1
    assert counts["open"] == counts["all"] == counts["unassigned"] == 10
    assert counts["mine"] == counts["solved"] == 0


def test_filters_narrow_and_work_together(agent: User) -> None:
    funding, trading = a_category("funding"), a_category("trading")
    wanted = a_ticket(category=funding, language="zh-hans")
    a_ticket(category=funding)
    a_ticket(category=trading, language="zh-hans")
    Ticket.objects.filter(pk=wanted.pk).update(tags=["vip"], priority=4)

    def found(**given: object) -> list[int]:
        page = ticket_page(agent, Filter(view="all", **given))  # type: ignore[arg-type]
        return [ticket.pk for ticket in page.tickets]

    assert found(queue="funding", language="zh-hans") == [wanted.pk]
    assert found(tag="vip") == found(priority=4) == [wanted.pk]
    assert len(found(category="funding")) == 2
    assert found(tag="vip", language="en") == []


def test_rows_are_only_those_that_belong_to_the_list(agent: User) -> None:
    opened, solved = a_ticket(), a_ticket()
    Ticket.objects.filter(pk=solved.pk).update(status="solved")
    rows = tickets_among(agent, [opened.pk, solved.pk, 10**15], Filter(view="open"))
    assert [row.pk for row in rows] == [opened.pk]


def test_lists_are_for_those_who_answer(editor: User) -> None:
    with pytest.raises(NotAllowed):
        ticket_page(editor, Filter())
    with pytest.raises(NotAllowed):
        tickets_among(editor, [1], Filter())


def test_canned_replies_come_in_the_asked_language_nearest_topic_first() -> None:
    security, funding = a_category("security"), a_category("funding/deposits")
    for key, category, texts in (
        ("a-lock", security, {"en": "Locked.", "zh-hans": "已锁定。"}),
        ("b-wait", funding, {"en": "Please wait."}),
        ("c-none", None, {"zh-hans": "好的。"}),
    ):
        CannedReply.objects.create(key=key, shortcut=f"/{key}", category=category, texts=texts)
    chinese = canned_replies("zh-hans", category="funding/withdrawals")
    assert [(reply.key, reply.text) for reply in chinese] == [
        ("b-wait", "Please wait."),
        ("a-lock", "已锁定。"),
        ("c-none", "好的。"),
    ]
    assert [reply.key for reply in canned_replies("en")] == ["a-lock", "b-wait"]
