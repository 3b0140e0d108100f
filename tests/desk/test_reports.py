"""The report page: what it counts, for whom, as charts with tables behind them and as a file."""

import csv
import re
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.core.knowledge.factories import published
from tests.core.tickets.factories import a_category, a_customer, a_ticket, words
from tests.desk.conftest import SignIn
from tests.reactions.insights.simulated import tend

from octant.core.advice.models import Given
from octant.core.knowledge.services.feedback import log_search, note_contact, note_reading
from octant.core.people.models import User
from octant.core.routing.models import Duty
from octant.core.tickets.models import Ticket
from octant.core.tickets.services import lifecycle
from octant.core.tickets.services.conversation import send
from octant.desk.charts import HEIGHT, Scale, Series, chart, counting_tops
from octant.desk.exporting import table_file
from octant.desk.reporting import Asked
from octant.kit import clock
from octant.kit.spreadsheet import harmless

pytestmark = pytest.mark.django_db
COVERAGE = "/desk/reports/coverage/"


@pytest.fixture
def boss(lead: User, sign_in: SignIn) -> Client:
    return sign_in(lead)


@pytest.fixture
def some(agent: User) -> list[Ticket]:
    """Three days ago a chat, and a mail that was solved after two hours; one of two years ago."""
    with clock.moved(-timedelta(days=700)):
        old = a_ticket()
    with clock.moved(-timedelta(days=3)):
        chat = a_ticket(category=a_category("api"), live=True)
        mail = a_ticket(channel="email", language="zh-hans")
        with clock.moved(timedelta(hours=2)):
            send(ticket=mail, agent=agent, text=words("Here."))
            lifecycle.solve(ticket=mail, actor=agent)
    lifecycle.rate(ticket=mail, customer=mail.customer, rating=4, comment=words("Good."))
    lifecycle.end_chat(ticket=chat, outcome="left")
    tend()
    return [old, chat, mail]


def lines_of(boss: Client, query: str) -> dict[str, dict[str, str]]:
    text = boss.get(f"/desk/reports.csv?{query}").content.decode()
    rows = list(csv.DictReader(text.splitlines()))
    return {next(iter(row.values())): row for row in rows}


@pytest.mark.usefixtures("some")
def test_the_page_says_what_became_of_the_tickets_of_its_time(boss: Client) -> None:
    page = boss.get("/desk/reports/").content.decode()
    shown = page.partition('<dl class="tiles">')[2].partition("</dl>")[0]
    tiles = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)(?:<small>|</dd>)", shown))
    assert tiles == {
        "Tickets begun": "2",
        "Until the first answer": "2 h",
        "Until the solution": "2 h",
        "Average rating": "4.0",
        "Reopened after the solution": "0 %",
        "Left the queue of the chat": "100 %",
    }


@pytest.mark.usefixtures("some")
def test_each_chart_has_words_and_a_table_with_every_day(boss: Client) -> None:
    page = boss.get("/desk/reports/?days=7").content.decode()
    charts = re.findall(r'<figure class="chart">.*?</figure>', page, re.S)
    assert len(charts) == 6
    for each in charts:
        named = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', each)
        assert named
        assert f'<title id="{named[1]}">' in each and f'<desc id="{named[2]}">' in each
        assert each.count('<th scope="row">') == 7
    assert charts[0].count('<rect class="chart-bar"') == 1
    assert "least 0, most 2." in charts[0]


@pytest.mark.usefixtures("some")
def test_a_report_is_narrowed_and_grouped(boss: Client) -> None:
    found = lines_of(boss, "by=channel")
    assert set(found) == {"live_chat", "email"}
    assert found["email"]["first_answer_seconds_50"] == "7200"
    assert (found["live_chat"]["queued"], found["live_chat"]["abandoned"]) == ("1", "1")
    assert set(lines_of(boss, "by=category&channel=live_chat")) == {"api"}
    assert set(lines_of(boss, "by=language&category=api")) == {"en"}
    assert set(lines_of(boss, "by=channel&language=zh-hans")) == {"email"}
    weeks = lines_of(boss, "days=364")
    assert len(weeks) == 52
    assert sum(int(row["begun"]) for row in weeks.values()) == 2
    narrowed = boss.get("/desk/reports/?channel=email&by=channel").content.decode()
    assert '<option value="email" selected>' in narrowed
    assert "/desk/reports.csv?days=28&amp;by=channel&amp;channel=email" in narrowed


@pytest.mark.usefixtures("some")
def test_what_is_not_offered_narrows_nothing(boss: Client) -> None:
    strange = "days=9999&by=%27&channel=%3Cb%3E&category=none/such&language=xx%00"
    page = boss.get(f"/desk/reports/?{strange}")
    assert page.status_code == 200 and "<dd>2</dd>" in page.content.decode()


@pytest.mark.usefixtures("some")
def test_it_speaks_chinese(boss: Client) -> None:
    page = boss.get("/desk/reports/?lang=zh-hans").content.decode()
    for sentence in ("新建工单", "首次回复用时", "2 小时", "最近 28 天", "1 个评分"):
        assert sentence in page
    assert not re.search(
        r'<th scope="row">0\d月', boss.get("/desk/reports/?days=364").content.decode()
    )


def test_an_empty_time_and_one_not_yet_counted_are_said(boss: Client) -> None:
    page = boss.get("/desk/reports/").content.decode()
    assert "No tickets in this time" in page and "still being counted" in page
    tend()
    assert "still being counted" not in boss.get("/desk/reports/").content.decode()


@pytest.mark.usefixtures("some")
def test_a_workbook_holds_the_same_as_the_page(boss: Client) -> None:
    a_category("=1+1")
    answer = boss.get("/desk/reports.xlsx?by=channel")
    assert answer["Content-Disposition"].endswith('filename="tickets-by-channel.xlsx"')
    rows = cells(answer.content)
    assert rows[0][:3] == ["channel", "begun", "answered"]
    by_channel = {row[0]: row[1:] for row in rows[1:]}
    assert by_channel["email"][:4] == [1, 1, 7200, 7200]
    assert by_channel["live_chat"][:2] == [1, 0]


def test_no_text_of_a_workbook_is_a_formula() -> None:
    book = table_file("name", "xlsx", ["=head()"], [["=cmd|' /C calc'!A0"], [None], [2.5]])
    assert cells(book.content) == [["=head()"], ["=cmd|' /C calc'!A0"], [2.5]]
    with ZipFile(BytesIO(book.content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_what_the_help_center_spares(boss: Client) -> None:
    published()
    for reader, asks in (("a", True), ("b", False), ("c", False)):
        note_reading(reader=reader, slug="withdrawal-delayed", language="en")
        log_search(reader=reader, query="Where is it", language="en", results=0)
        if asks:
            note_contact([reader], clock.now())
    page = boss.get("/desk/reports/help/?days=7").content.decode()
    assert "<dd>66.7 %<small>1 of 3 asked</small></dd>" in page
    assert '<span lang="en">where is it</span>' in page
    assert page.count('<figure class="chart">') == 2
    text = boss.get("/desk/reports/help.csv?days=7").content.decode()
    today = f"{clock.now():%Y-%m-%d}"
    assert text.splitlines()[-1] == f"{today},3,1" and len(text.splitlines()) == 8
    assert cells(boss.get("/desk/reports/help.xlsx").content)[-1] == [today, 3, 1]
    assert len(boss.get("/desk/reports/help.csv?days=364").content.splitlines()) == 53
    nobody = boss.get("/desk/reports/help/?language=zh-hans&lang=zh-hans").content.decode()
    assert "这段时间没有读者" in nobody


def test_which_advice_was_followed(boss: Client) -> None:
    assert "No advice was given in this time" in boss.get("/desk/reports/advice/").content.decode()
    ways = ["live_chat", "email", "help_center"]
    for used, second, solved in (
        ("live_chat", "", True),
        ("live_chat", "email", True),
        ("email", "", False),
        ("", "", False),
    ):
        Given.objects.create(
            at=clock.now(), language="en", ways=ways, first="live_chat", used=used,
            second=second, ended=solved, solved=solved, urgency="high", own_urgency="low",
        )  # fmt: skip
    page = boss.get("/desk/reports/advice/?days=7").content.decode()
    assert "<dd>66.7 %<small>2 of 3 who took one</small></dd>" in page
    assert "<dd>50 %<small>1 of 2 whose end is known</small></dd>" in page
    row = page.partition('<th scope="row">Live Chat</th>')[2].partition("</tr>")[0]
    assert re.findall(r">([^<>]+)</td>", row) == ["2", "1", "1", "4", "66.7 %", "50 %"]
    assert row.startswith('<td class="num matrix-4 matrix-same">2</td>')
    assert page.count('<figure class="chart">') == 3
    corrected = '<th scope="row">How urgent it is</th><td>Urgent</td><td>No hurry</td>'
    assert f'{corrected}<td class="num">4</td>' in page
    lines = boss.get("/desk/reports/advice.csv?days=7").content.decode().splitlines()
    today = f"{clock.now():%Y-%m-%d}"
    assert lines[0] == "day,first,used,given,known,solved"
    assert lines[1:] == [
        f"{today},live_chat,,1,0,0",
        f"{today},live_chat,email,1,0,0",
        f"{today},live_chat,live_chat,2,2,1",
    ]
    assert cells(boss.get("/desk/reports/advice.xlsx").content)[-1][-3:] == [2, 2, 1]
    narrow = boss.get("/desk/reports/advice/?language=zh-hans&lang=zh-hans").content.decode()
    assert "这段时间没有给出建议" in narrow


def test_who_was_on_duty(boss: Client, agent: User) -> None:
    assert "It was not kept yet who is on duty" in boss.get(COVERAGE).content.decode()
    hour = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    for start, minutes, languages in ((0, 59, ["en", "zh-hans"]), (60, 29, ["en"])):
        since = hour + timedelta(minutes=start)
        until = since + timedelta(minutes=minutes)
        Duty.objects.create(
            user=agent, since=since, until=until, languages=languages, skills=["funding"]
        )
    for minute, language in ((30, "zh-hans"), (70, "zh-hans"), (70, "en"), (100, "en")):
        with clock.moved(hour + timedelta(minutes=minute) - clock.now()):
            a_ticket(a_customer(), channel="live_chat", live=True, language=language)
    tend()
    with clock.moved(hour + timedelta(hours=3) - clock.now()):
        page = boss.get(f"{COVERAGE}?days=7").content.decode()
        chinese = boss.get(f"{COVERAGE}?days=7&language=zh-hans&lang=zh-hans").content.decode()
        lines = boss.get("/desk/reports/coverage.csv?days=7").content.decode().splitlines()
        book = cells(boss.get("/desk/reports/coverage.xlsx?days=7&language=en").content)
    assert "<dd>33.3 %<small>of the time</small></dd>" in page
    assert "<dd>0.5<small>people on average</small></dd>" in page
    assert "<dd>2<small>of 4: 50 %</small></dd>" in page
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="num">([^<]+)</td>', page))
    assert (rows["English"], rows["Chinese"], rows["funding"]) == ("50 %", "33.3 %", "50 %")
    assert page.count('<figure class="chart">') == 3
    assert page.count('class="was-4">100</td>') == 1
    assert "<strong>2<span" in page and 'class="was-0">0<' in page
    assert "<dd>1<small>共 2 个，占 50 %</small></dd>" in chinese
    assert lines[0] == "hour,language,minutes,covered_minutes,agent_minutes,chats,met_nobody"
    at = hour.isoformat(timespec="minutes")
    later = (hour + timedelta(hours=1)).isoformat(timespec="minutes")
    assert f"{at},en,60,60,60,0,0" in lines and f"{at},zh-hans,60,60,60,1,0" in lines
    assert f"{later},en,60,30,30,2,1" in lines and f"{later},zh-hans,60,0,0,1,1" in lines
    assert [row[1:] for row in book[1:]] == [
        ["en", 60, 60, 60, 0, 0], ["en", 60, 30, 30, 2, 1], ["en", 60, 0, 0, 0, 0]
    ]  # fmt: skip


def cells(workbook: bytes) -> list[list[str | float]]:
    """What stands in a workbook's rows, read by the standard alone (ECMA-376)."""
    with ZipFile(BytesIO(workbook)) as parts:
        texts = [
            "".join(each.itertext()) for each in ElementTree.fromstring(parts.read(SHARED)) or ()
        ]
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{NAMESPACE}row"):
        values: list[str | float] = []
        for cell in row.iter(f"{NAMESPACE}c"):
            value = "".join(cell.itertext())
            values.append(texts[int(value)] if cell.get("t") == "s" else float(value))
        rows.append(values)
    return rows


SHARED = "xl/sharedStrings.xml"
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.mark.parametrize(
    "path",
    [
        "/desk/reports/",
        "/desk/reports.csv",
        "/desk/reports.xlsx",
        "/desk/reports/help/",
        "/desk/reports/help.csv",
        "/desk/reports/help.xlsx",
        "/desk/reports/advice/",
        "/desk/reports/advice.csv",
        "/desk/reports/advice.xlsx",
        "/desk/reports/coverage/",
        "/desk/reports/coverage.csv",
        "/desk/reports/coverage.xlsx",
        "/desk/kept.xlsx",
    ],
)
def test_others_are_refused(
    path: str, agent: User, editor: User, lead: User, sign_in: SignIn, settings: LazySettings
) -> None:
    assert Client().get(path).status_code == 302
    for user in (agent, editor):
        assert sign_in(user).get(path).status_code == 403
    assert sign_in(lead).post(path).status_code == 405
    settings.OCTANT_DEMO = False  # a second factor is asked for
    assert sign_in(lead).get(path).status_code == 302


def test_leads_find_it_in_the_rail_and_agents_do_not(boss: Client, desk: Client) -> None:
    assert 'href="/desk/reports/"' in boss.get("/desk/team/").content.decode()
    assert 'href="/desk/reports/"' not in desk.get("/desk/").content.decode()


def test_no_name_becomes_a_formula_in_a_spreadsheet() -> None:
    for begins in ("=", "+", "-", "@", "\t", "\r"):
        assert harmless(f"{begins}cmd") == f"'{begins}cmd"
    assert harmless("funding/withdrawals") == "funding/withdrawals"


def test_weeks_begin_on_mondays_and_this_one_counts() -> None:
    wanted = Asked(days=91, by="time", channel="", category="", language="")
    today = clock.now().date()
    assert wanted.first_day.weekday() == 0
    assert today - timedelta(days=91) < wanted.first_day <= today - timedelta(days=84)


def test_a_line_breaks_where_there_is_nothing_and_a_lone_number_is_a_dot() -> None:
    scale = Scale(str, (10,))
    drawn = chart("x", "X", "", labels=list("abcd"), series=[Series("n", [5, None, 10, 0])],
                  scale=scale)  # fmt: skip
    assert drawn.paths == [f"M75.0 {HEIGHT / 2}h0M375.0 0.0h0L525.0 {float(HEIGHT)}"]
    assert drawn.rows[1] == ("b", ["None"])


def test_the_scale_ends_above_the_highest_number() -> None:
    scale = Scale(str, counting_tops())
    assert [scale.top(n) for n in (0, 3, 11, 99, 101)] == [2, 4, 20, 100, 200]
    assert Scale(str, (5, 10)).top(31) == 40
