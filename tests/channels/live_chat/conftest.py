"""A chat server that answers on its own official host, and the people at both ends."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, Page

from octant.core.knowledge.models import Category
from octant.core.people.models import User
from octant.core.routing.services.presence import set_presence, set_skills

Answer = dict[str, Any]


class Window:
    """A customer's chat window without a browser: the same requests, the same headers."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.key = ""
        self.person = str(uuid4())

    def headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        own = {"Origin": "http://testserver", "X-Octant-Language": "en"}
        if self.key:
            own["X-Octant-Key"] = self.key
        return own | (more or {})

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(f"/chat/{path}", headers=self.headers(headers))  # type: ignore[return-value]

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.client.post(  # type: ignore[return-value]
            f"/chat/{path}",
            data=body if isinstance(body, str | bytes) else json.dumps(body or {}),
            content_type="application/json",
            headers=self.headers(headers),
        )

    def form(self, **changes: Any) -> Answer:
        return {
            "id": str(uuid4()),
            "person": self.person,
            "name": "Mei Lin",
            "email": "mei@customers.example",
            "category": "funding/withdrawals",
            "text": "My withdrawal has been waiting for two hours",
            "page": "http://testserver/en/",
            "timezone": "Europe/Berlin",
        } | changes

    def begin(self, **changes: Any) -> Answer:
        answer = self.post("start", self.form(**changes))
        assert answer.status_code == 200, answer.content
        found: Answer = json.loads(answer.content)
        self.key = found["key"]
        return found

    def say(self, text: str, **more: Any) -> HttpResponse:
        return self.post("messages", {"id": str(uuid4()), "text": text, **more})


@pytest.fixture(autouse=True)
def _at_home(settings: LazySettings) -> None:
    settings.OCTANT_URL = "http://testserver"


@pytest.fixture(autouse=True)
def topics(db: None) -> None:
    for key, skill, straight in (
        ("funding/withdrawals", "funding", False),
        ("security/compromised", "security", True),
        ("trading/orders", "trading", False),
    ):
        Category.objects.create(
            key=key, names={"en": key}, skill=skill, urgent=straight, straight_through=straight
        )


@pytest.fixture
def window() -> Window:
    return Window(Client())


@pytest.fixture
def another() -> Callable[[], Window]:
    return lambda: Window(Client())


@pytest.fixture
def on_duty(agent: User) -> User:
    set_skills(
        user=agent,
        actor=None,
        skills=["funding", "security", "trading"],
        languages=["en", "zh-hans"],
        capacity=3,
    )
    set_presence(user=agent, presence="online")
    return agent


@pytest.fixture
def site(live_server: Any, settings: LazySettings) -> str:
    settings.OCTANT_URL = live_server.url
    settings.OCTANT_SOCKET_URL = "ws://127.0.0.1:9/ws"  # nobody listens there
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    return str(live_server.url)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    page.goto("about:blank")
    context.close()
