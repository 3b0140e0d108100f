#!/usr/bin/env python
"""Pictures of every page kind of a running demo, to be looked at.

    tools/screenshots.py http://127.0.0.1:8000 [FOLDER] [--only WORD] [--readme]

Takes them at 390 and 1440 pixels, light and dark, in both languages. `--readme` writes the few
pictures that the README shows into docs/images instead.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {390: (390, 844), 1280: (1280, 800), 1440: (1440, 900)}
LOCALES = {"en": "en-GB", "zh-hans": "zh-CN"}
LEAD, EDITOR = "maya@agents.kraken.example", "priya@agents.kraken.example"
PASSWORD = os.environ.get("OCTANT_DEMO_PASSWORD", "kraken-demo")
MOST_PIXELS = 2600  # of a long page's height

PUBLIC = {
    "home": "/{lang}/",
    "category": "/{lang}/help/funding/",
    "results": "/{lang}/search/?q=2FA",
    "results-none": "/{lang}/search/?q=zxqvwkjh",
    "article": "/{lang}/article/withdrawal-delayed/",
    "article-table": "/{lang}/article/fee-tiers/",
    "news": "/{lang}/news/",
    "missing": "/{lang}/article/there-is-none/",
    "chat": "/{lang}/chat/",
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "kitchen": "/ui/",
}
STAFF = {
    "desk": (LEAD, "/desk/?view=all"),
    "desk-ticket": (LEAD, "first ticket"),
    "desk-team": (LEAD, "/desk/team/"),
    "desk-coverage": (LEAD, "/desk/coverage/"),
    "desk-reports": (LEAD, "/desk/reports/"),
    "desk-audit": (LEAD, "/desk/audit/"),
    "desk-privacy": (LEAD, "/desk/privacy/"),
    "desk-seen": (LEAD, "/desk/privacy/seen/"),
    "editor-board": (EDITOR, "/editor/"),
    "editor-articles": (EDITOR, "/editor/articles/"),
    "editor-edit": (EDITOR, "/editor/articles/withdrawal-delayed/{lang}/"),
    "editor-history": (EDITOR, "/editor/articles/withdrawal-delayed/{lang}/history/"),
    "editor-details": (EDITOR, "/editor/articles/withdrawal-delayed/"),
    "editor-glossary": (EDITOR, "/editor/glossary/"),
    "editor-topics": (EDITOR, "/editor/topics/"),
    "account": (EDITOR, "/accounts/"),
    "own-data": (EDITOR, "/accounts/data/"),
    "two-factor": (EDITOR, "/accounts/2fa/"),
}


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    language: str = "en"
    width: int = 1440
    theme: str = "light"

    @property
    def name(self) -> str:
        return f"{self.language}-{self.width}-{self.theme}"


class Camera:
    """Opens pages of the product at `url` and keeps pictures of them."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url.rstrip("/")

    @contextmanager
    def page(self, look: Look, who: str = "") -> Iterator[Page]:
        width, height = SIZES[look.width]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale=LOCALES[look.language],
            color_scheme="dark" if look.theme == "dark" else "light",
            reduced_motion="reduce",
        )
        cookie = {"name": "octant_language", "value": look.language, "url": self.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        if who:
            page.goto(f"{self.url}/accounts/login/?next=/desk/")
            page.fill("[name=login]", who)
            page.fill("[name=password]", PASSWORD)
            page.locator("form:has([name=password]) button[type=submit]").first.click()
            page.wait_for_url("**/desk/**")
            # Signing in brings the language of the person's profile along.
            context.add_cookies([cookie])  # type: ignore[list-item]
        yield page
        context.close()

    def visit(self, page: Page, path: str, look: Look) -> None:
        if path == "first ticket":
            page.goto(f"{self.url}/desk/?view=all")
            path = str(page.locator(".ticket-row").nth(2).get_attribute("href"))
        page.goto(self.url + path.replace("{lang}", look.language), wait_until="networkidle")

    def take(self, page: Page, file: Path, *, whole: bool = True) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        high = page.evaluate("document.documentElement.scrollHeight") if whole else 0
        size = page.viewport_size or {"width": 0, "height": 0}
        if high > size["height"]:
            page.set_viewport_size({"width": size["width"], "height": min(high, MOST_PIXELS)})
        page.screenshot(path=file)
        page.set_viewport_size(size)


def looks() -> list[Look]:
    """Both widths, themes and languages."""
    return [Look(*each) for each in product(LOCALES, (390, 1440), ("light", "dark"))]


def everything(camera: Camera, folder: Path, only: str) -> None:
    """Every page kind in every look."""
    for look in looks():
        wanted = {name: path for name, path in PUBLIC.items() if only in f"{name} {look.name}"}
        if wanted:
            with camera.page(look) as page:
                for name, path in wanted.items():
                    camera.visit(page, path, look)
                    camera.take(page, folder / name / f"{look.name}.png")
        for who in (LEAD, EDITOR):
            pages = {n: p for n, (w, p) in STAFF.items() if w == who}
            wanted = {name: path for name, path in pages.items() if only in f"{name} {look.name}"}
            if wanted:
                with camera.page(look, who) as page:
                    for name, path in wanted.items():
                        camera.visit(page, path, look)
                        camera.take(page, folder / name / f"{look.name}.png", whole=False)
        print(look.name, flush=True)


def for_readme(camera: Camera, folder: Path) -> None:
    """The few that say most."""
    shown = [
        ("help-center", Look("en", 1280), "", "/{lang}/"),
        ("article", Look("en", 1280, "dark"), "", "/{lang}/article/withdrawal-delayed/"),
        ("desk", Look("zh-hans", 1280, "dark"), LEAD, "first ticket"),
        ("editor", Look("en", 1280), EDITOR, "/editor/articles/withdrawal-delayed/en/"),
    ]
    for name, look, who, path in shown:
        with camera.page(look, who) as page:
            camera.visit(page, path, look)
            camera.take(page, folder / f"{name}.png", whole=False)
    look = Look("zh-hans", 390)
    with camera.page(look) as page:
        camera.visit(page, "/{lang}/chat/", look)
        page.locator(".chat-form").wait_for()
        camera.take(page, folder / "chat-phone.png", whole=False)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("url")
    arguments.add_argument("folder", nargs="?", type=Path, default=ROOT / "shots")
    arguments.add_argument("--only", default="", help="pages or looks whose name holds this")
    arguments.add_argument("--readme", action="store_true", help="write docs/images")
    given = arguments.parse_args()
    with sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM)
        camera = Camera(browser, given.url)
        if given.readme:
            for_readme(camera, ROOT / "docs" / "images")
        else:
            everything(camera, given.folder, given.only)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
