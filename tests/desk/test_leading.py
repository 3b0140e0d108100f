"""What leads look after."""

from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from tests.core.tickets.factories import a_category, a_ticket
from tests.desk.conftest import SignIn

from octant.core.people.models import User
from octant.core.routing.models import Shift
from octant.core.routing.services.presence import set_presence, set_skills
from octant.core.safety.audit import record
from octant.core.safety.models import AuditEntry
from octant.core.tickets.models import Ticket
from octant.desk.coverage import moment, weeks
from octant.kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def leading(lead: User, sign_in: SignIn) -> Client:
    return sign_in(lead)


def shift(agent: User, **other: str) -> dict[str, str]:
    return {"user": str(agent.pk), "day": "6", "start": "22:00", "end": "06:00", **other}


def test_a_shift_over_midnight_is_planned_and_taken_out(leading: Client, agent: User) -> None:
    set_skills(user=agent, actor=None, skills=[], languages=["en"], capacity=2)
    assert leading.post("/desk/coverage/", shift(agent)).status_code == 302
    planned = Shift.objects.get()
    assert (moment(planned.start_minute), moment(planned.end_minute)) == (
        "Sunday 22:00",
        "Monday 06:00",
    )
    english = next(week for week in weeks() if week.language == "en")
    assert english.gaps == ["Monday 06:00 – Sunday 22:00"]
    hours = {(day, hour.hour): hour.agents for day, row in english.days for hour in row}
    assert (hours["Sunday", 22], hours["Monday", 5], hours["Monday", 6]) == (1, 1, 0)
    leading.post(f"/desk/coverage/{planned.pk}/remove/")
    assert not Shift.objects.exists()
    assert leading.post(f"/desk/coverage/{planned.pk}/remove/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"start": "25:00"}, {"start": ""}, {"end": "soon"}, {"day": "7"}, {"user": "0"}, {"day": "x"}],
)
def test_a_shift_that_makes_no_sense_comes_back_with_what_was_typed(
    leading: Client, agent: User, wrong: dict[str, str]
) -> None:
    answer = leading.post("/desk/coverage/", shift(agent, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 200 and "field-error" in page
    if "start" not in wrong:
        assert 'value="22:00"' in page
    assert not Shift.objects.exists()


def test_agents_plan_nothing(desk: Client, agent: User) -> None:
    assert desk.post("/desk/coverage/", shift(agent)).status_code == 403
    assert not Shift.objects.exists()


def test_the_team_page_shows_people_and_queues(leading: Client, agent: User) -> None:
    set_skills(user=agent, actor=None, skills=["trading"], languages=["zh-hans"], capacity=3)
    a_ticket(live=True, category=a_category("trading"))
    page = leading.get("/desk/team/").content.decode()
    assert "Maria Schmidt" in page and "Trading" in page and "0/3" in page


def test_the_board_tells_what_goes_on_now(
    leading: Client, agent: User, django_assert_num_queries: Any
) -> None:
    set_skills(user=agent, actor=None, skills=["trading"], languages=["en"], capacity=3)
    set_presence(user=agent, presence="online")
    waiting = a_ticket(live=True, category=a_category("trading"))
    for minutes in (-90, -1, 30, 90):
        due = clock.now() + timedelta(minutes=minutes)
        Ticket.objects.filter(pk=a_ticket().pk).update(due_at=due)
    Ticket.objects.filter(pk=a_ticket().pk).update(due_at=clock.now(), status="solved")
    part = leading.get("/desk/team/", headers={"HX-Request": "true"})
    now = part.context["now"]
    assert (now.waiting, now.waiting_since) == (1, waiting.waiting_since)
    assert (now.dues.over, now.dues.soon) == (2, 1)
    assert (len(now.here), now.load, now.capacity) == (1, 0, 3)
    page = part.content.decode()
    assert "<html" not in page and page.count('id="board-') == 3
    for _number in range(3):
        a_ticket(live=True, category=a_category("api"))
    with django_assert_num_queries(9):
        leading.get("/desk/team/", headers={"HX-Request": "true"})


def test_agents_do_not_see_the_board(desk: Client) -> None:
    assert desk.get("/desk/team/", headers={"HX-Request": "true"}).status_code == 403


def test_the_audit_trail_is_complete_page_by_page(leading: Client, lead: User) -> None:
    for number in range(120):
        record(actor=lead if number % 2 else None, verb="set_role", subject=lead, number=number)
    seen: list[int] = []
    url = "/desk/audit/"
    while url:
        page = leading.get(url).context["page"]
        seen += [entry.pk for entry in page.entries]
        url = f"/desk/audit/?page={page.next.replace('+', '%2B')}" if page.next else ""
    wanted = AuditEntry.objects.order_by("-at", "-pk").values_list("pk", flat=True)
    assert seen == list(wanted)
    own = leading.get(f"/desk/audit/?actor={lead.pk}").context["page"].entries
    assert own and {entry.actor for entry in own} == {lead}
    for odd in ("actor=x", "actor=99999999999999999999", "page=,", "page=2020-01-01,1", "verb=%00"):
        assert leading.get(f"/desk/audit/?{odd}").status_code == 200, odd


@pytest.mark.parametrize(
    "language, did, to",
    [("en", "Set when an article expires", "User"), ("zh-hans", "设置文章到期时间", "用户")],
)
def test_the_audit_trail_says_in_words_what_was_done_and_keeps_the_code(
    leading: Client, lead: User, language: str, did: str, to: str
) -> None:
    record(actor=lead, verb="expiry_set", subject=lead)
    leading.cookies["octant_language"] = language
    page = leading.get("/desk/audit/?verb=expiry_set").content.decode()
    assert f'<td>{did}<br><code class="small soft">expiry_set</code></td>' in page
    assert f'<td>{to}<br><code class="small soft">people.user {lead.pk}</code></td>' in page
    assert f'<option value="expiry_set" selected>{did}</option>' in page and page.count(did) == 2


def test_the_audit_trail_is_narrowed_to_a_deed_on_every_page(leading: Client, lead: User) -> None:
    for _number in range(60):
        record(actor=lead, verb="add_shift", subject=lead)
        record(actor=lead, verb="remove_shift", subject=lead)
    first = leading.get(f"/desk/audit/?verb=add_shift&actor={lead.pk}")
    assert {entry.verb for entry in first.context["page"].entries} == {"add_shift"}
    older = first.context["page"].next
    link = f"?page={quote(older)}&amp;actor={lead.pk}&amp;verb=add_shift"
    assert f'href="{link}"' in first.content.decode()
    second = leading.get(f"/desk/audit/{unescape(link)}").context["page"].entries
    assert [entry.verb for entry in second] == ["add_shift"] * 10
