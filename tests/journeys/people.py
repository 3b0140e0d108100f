"""Somebody with a browser: what they see, what their browser complains of, and whether they
could use the page with a keyboard and a screen reader."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response
from tests.journeys.product import PASSWORD

PHONE, DESK = (390, 844), (1440, 900)
LOCALES = {"en": "en-GB", "zh-hans": "zh-CN"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PICTURE = Path(__file__).parent / "picture.png"


@dataclass
class Person:
    """One browser context with a page, in one language. `heard`: what went wrong in it."""

    context: BrowserContext
    page: Page
    url: str
    language: str
    heard: list[str] = field(default_factory=list)

    def words(self, sentence: str, **values: object) -> str:
        """One of the product's own sentences in this person's language."""
        with translation.override(self.language):
            return gettext(sentence).format(**values) if values else gettext(sentence)

    def either(self, en: str, zh: str) -> str:
        """What this person would say in their language."""
        return zh if self.language == "zh-hans" else en

    def goto(self, path: str) -> None:
        """Open a page of the product; `{lang}` in the path is this person's language."""
        self.page.goto(self.url + path.format(lang=self.language))

    def button(self, sentence: str, within: Locator | None = None) -> Locator:
        """The button that carries this sentence in the person's language."""
        return (within or self.page).get_by_role("button", name=self.words(sentence), exact=True)

    def link(self, sentence: str) -> Locator:
        """The link that carries this sentence in the person's language."""
        return self.page.get_by_role("link", name=self.words(sentence), exact=True)

    def sign_in(self, address: str, then: str = "/desk/") -> None:
        """Sign in as a demo person and go to a page."""
        self.goto(f"/accounts/login/?next={then}")
        self.page.fill("[name=login]", address)
        self.page.fill("[name=password]", PASSWORD)
        self.button("Sign in").click()
        self.page.wait_for_url(f"**{then}")
        if self.page.locator("html").get_attribute("lang") != self.language:
            # Signing in brings the language of the person's profile along.
            self.goto(f"/language/{self.language}/?next={then}")

    def listen(self, page: Page) -> None:
        """Note errors of scripts, refused content, and failures of the server."""

        def console(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.heard.append(f"{message.text} ({message.location.get('url', '')})")

        def response(answer: Response) -> None:
            if answer.status >= 500:
                self.heard.append(f"{answer.status} {answer.url}")

        page.on("console", console)
        page.on("pageerror", lambda error: self.heard.append(f"script: {error.stack or error}"))
        page.on("response", response)

    def complaints(self, expected: Iterable[str] = ()) -> list[str]:
        """What was heard, without what a test expects of the browser (parts of lines)."""
        return [line for line in self.heard if not any(part in line for part in expected)]


def newcomer(
    browser: Browser,
    url: str,
    language: str = "en",
    viewport: tuple[int, int] = DESK,
    theme: str = "light",
) -> Person:
    """A fresh browser profile: no cookies, nothing remembered."""
    context = browser.new_context(
        viewport={"width": viewport[0], "height": viewport[1]},
        locale=LOCALES[language],
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "octant_language", "value": language, "url": url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    person = Person(context, page, url, language)
    context.on("page", person.listen)
    person.listen(page)
    return person


def newly_named(name: str) -> tuple[str, str]:
    """A name and an address that nobody has used before."""
    number = uuid.uuid4().hex[:8]
    return f"{name} {number}", f"{number}@customers.example"


def in_colours(page: Page, theme: str) -> None:
    """Show the page in these colours, and wait until none is on its way any more: contrast
    measured between two says nothing."""
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.wait_for_function(
        "() => !document.getAnimations().some((each) => each instanceof CSSTransition)"
    )


def axe(page: Page, *rules: str) -> list[str]:
    """What breaks WCAG 2.2 AA (or only `rules` of it) on the page as it stands: one line for
    each element."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    # Of what is right, axe need not tell where it stands: that takes longer than to find it.
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def wider_than_the_window(page: Page) -> int:
    """By how many pixels the page must be scrolled sideways to see all of it."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
