"""Every kind of page: accessible, quiet, and no wider than the window, in every look."""

from itertools import product as every

import pytest
from playwright.sync_api import expect
from tests.journeys.chat import MAYA, PRIYA
from tests.journeys.conftest import LANGUAGES, Agent, Someone
from tests.journeys.people import DESK, PHONE, Person, axe, wider_than_the_window

pytestmark = pytest.mark.journey
# Half of the looks beside each group of journeys: they take minutes.
GROUPS = dict(zip(LANGUAGES, ("journeys", "journeys-2"), strict=True))

PUBLIC = [
    "/{lang}/",
    "/{lang}/help/funding/",
    "/{lang}/search/?q=2FA",
    "/{lang}/search/?q=zxqvwkjh",
    "/{lang}/article/withdrawal-delayed/",
    "/{lang}/news/",
    "/{lang}/chat/",
    "/{lang}/contact/",
    "/{lang}/email/",
    "/{lang}/contact/?topic=funding/withdrawals",
    "/{lang}/contact/?topic=security/compromised",
    "/{lang}/requests/",
    "/{lang}/verify/",
    "/{lang}/verify/report/",
    "/{lang}/confirm/",
    "/{lang}/compromised/",
    "/{lang}/mailbox/",
    "/{lang}/mailbox/olivia.hart@example.com/",
    "/{lang}/mailbox/olivia.hart@example.com/new/",
    "/accounts/login/",
    "/accounts/signup/",
]
LEAD = [
    "/desk/?view=all",
    "first ticket",
    "/desk/team/",
    "/desk/coverage/",
    "/desk/audit/",
    "/desk/reports/",
    "/desk/reports/?days=364&by=category",
    "/desk/reports/help/",
    "/desk/reports/advice/",
    "/desk/reports/coverage/",
    "/desk/contacts/",
    "/desk/privacy/",
    "/desk/privacy/seen/",
    "/desk/privacy/erasures/",
    "first person",
    "/desk/takeovers/",
    "/desk/aside/",
    "/desk/compose/",
    "/desk/wording/",
    "/desk/wording/received/",
    "/desk/advice/",
    "/desk/aside/?show=blocked",
    "/desk/replies/",
    "/desk/replies/new/",
    "first reply",
]
EDITOR = [
    "/editor/",
    "/editor/articles/",
    "/editor/articles/withdrawal-delayed/{lang}/",
    "/editor/articles/withdrawal-delayed/{lang}/history/",
    "/editor/articles/withdrawal-delayed/",
    "/editor/news/",
    "/editor/news/new",
    "/editor/news/2026-10-06-lookalike-mails/",
    "/editor/topics/",
    "/editor/glossary/",
    "/accounts/",
    "/accounts/profile/",
    "/accounts/reach/",
    "/push/",
    "/accounts/anti-phishing/",
    "/accounts/sessions/",
    "/accounts/data/",
    "/accounts/data/erase/",
    "/accounts/data/confirm/",
]
LOOKS = [
    pytest.param(
        *each, id=f"{each[0]}-{each[1][0]}", marks=pytest.mark.xdist_group(GROUPS[each[0]])
    )
    for each in every(LANGUAGES, (PHONE, DESK))
]


AT_ONCE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::before, ::after { transition: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def repaint(person: Person) -> None:
    """Show the same page in the other colours, all of them at once."""
    person.page.evaluate(AT_ONCE)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    before = person.page.evaluate(ground)
    dark = person.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    person.page.emulate_media(color_scheme="light" if dark else "dark")
    person.page.wait_for_function(f"before => {ground} !== before", arg=before)
    frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    person.page.evaluate(frames)


def look(person: Person, path: str) -> list[str]:
    """What is wrong with one page; the next is looked at in the colours that this one ends in."""
    if path == "first ticket":
        path = str(person.page.locator(".ticket-row").first.get_attribute("href"))
    if path == "first reply":
        person.goto("/desk/replies/")
        path = str(person.page.locator(".reply a").first.get_attribute("href"))
    if path == "first person":
        person.goto("/desk/privacy/seen/")
        customer = str(person.page.locator(".audit a").first.get_attribute("href"))
        path = f"/desk/privacy/people/{customer.rpartition('=')[2]}/"
    person.goto(path)
    if "/chat/" in path:
        expect(person.page.locator(".chat-form")).to_be_visible()
    if "/tickets/" in path:
        expect(person.page.locator("#desk-exchange .skeleton")).to_have_count(0)
    expect(person.page.locator("html")).to_have_attribute("lang", person.language)
    found = [f"{path}: {line}" for line in axe(person.page)]
    repaint(person)
    found += [f"{path}, in other colours: {line}" for line in axe(person.page, "color-contrast")]
    if wide := wider_than_the_window(person.page):
        found.append(f"{path}: {wide} pixels too wide")
    return found


@pytest.mark.parametrize(("language", "viewport"), LOOKS)
def test_every_page_of_a_customer_can_be_used_by_everybody(
    person: Someone, language: str, viewport: tuple[int, int]
) -> None:
    ada = person(language, viewport)
    wrong = [line for path in PUBLIC for line in look(ada, path)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("language", "viewport"), LOOKS)
def test_every_page_of_staff_can_be_used_by_everybody(
    agent: Agent, language: str, viewport: tuple[int, int]
) -> None:
    maya = agent(MAYA, language, viewport=viewport)
    wrong = [line for path in LEAD for line in look(maya, path)]
    priya = agent(PRIYA, language, "/editor/", viewport=viewport)
    wrong += [line for path in EDITOR for line in look(priya, path)]
    assert not wrong, "\n".join(wrong)
