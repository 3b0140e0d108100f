"""Schemathesis asks for everything that docs/reference/openapi.yaml describes, well and badly, and
reads the answers by it.

No answer of 500, none of a kind or shape that is not described, nothing of another customer. Who
asks: a guest, a customer with the addresses of another's things, that other customer, an agent.
Each request is undone before the next; the same ones are made in every run. More of them:
`OCTANT_FUZZ=20 make test ARGS=tests/security/test_schemathesis.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.openapi import METHODS, document
from tests.security.test_fuzz import TIMES
from tests.security.world import MARK, World

from octant.channels.live_chat.views import room

Application = Callable[[dict[str, Any], Any], Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# What each asks for. Whoever is not staff is sent away from the desk before anything is read, which
# the crawl sees to.
ASKS = {
    "guest": {"public", "hooks", "pages", "chat"},
    "mine": {"pages", "chat"},
    "theirs": {"pages", "chat"},
    "agent": {"desk"},
}
OUTSIDERS = ("guest", "mine")
# Which thing of the world stands for a parameter of a path.
THINGS = {
    "ticket": "ticket", "file": "file", "upload": "upload", "message": "letter",
    "arrival": "arrival", "draft": "draft", "slug": "article",
}  # fmt: skip
CONFIG: dict[str, Any] = {
    "seed": 1,
    "suppress-health-check": ["all"],
    "generation": {
        "deterministic": TIMES == 1,
        "database": "none",
        "max-examples": 2 * TIMES,
        "no-shrink": True,
        "with-security-parameters": False,
    },
    "phases": {"coverage": {"unexpected-methods": []}},
}


@schemathesis.serializer("application/offset+octet-stream")  # pieces of an upload, as they are
def _as_it_is(_context: object, value: Any) -> dict[str, Any]:
    return {"data": value if isinstance(value, bytes) else bytes(str(value), "utf-8", "replace")}


@dataclass
class Visitor:
    role: str
    cookies: str
    headers: dict[str, str]
    real: dict[str, str]
    seen: Counter[int] = field(default_factory=Counter)  # status to how often

    def ask(self, case: schemathesis.Case) -> Response:
        """One request, after which everything is as it was before. What should be right in a path
        is the name of a real thing: the other customer's. Another word instead of the language is
        another address."""
        if case.meta is None or case.meta.generation.mode == GenerationMode.POSITIVE:
            case.path_parameters = {n: self.real.get(n, v) for n, v in case.path_parameters.items()}
        if case.path_parameters.get("language") not in ("en", "zh-hans", None):
            case.path_parameters["language"] = "zh-hans"
        with transaction.atomic():
            answer = case.call(base_url="http://testserver", headers=self.headers)
            transaction.set_rollback(True)
        self.seen[answer.status_code] += 1
        return answer


@pytest.fixture(params=sorted(ASKS))
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visitor(world: World, role: str) -> Visitor:
    client = world.client(role)
    token = client.get("/csrf").json()["token"]
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    own = {"Accept": "application/json", "Accept-Encoding": "identity", "X-CSRFToken": token}
    own |= {"Authorization": "Basic b2N0YW50OnNlY3JldA=="}  # of the hooks: octant:secret
    real = {name: str(world.things[thing]) for name, thing in THINGS.items()}
    return Visitor(role, cookies, own | world.headers(role), real)


@pytest.fixture
def application(visitor: Visitor) -> Iterator[Application]:
    """What serves pages, inside the transaction of a test: it leaves the connection open. After the
    visitor, whose Django client lets connections be closed again. Their cookies are put in here:
    the client that schemathesis brings takes them out."""
    pages = get_wsgi_application()

    def with_cookies(environ: dict[str, Any], start: Any) -> Any:
        return pages({**environ, "HTTP_COOKIE": visitor.cookies}, start)

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield with_cookies
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def asked(
    application: Application, role: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> schemathesis.BaseSchema:
    """The document as far as this visitor asks, over the WSGI application as it is served."""
    settings.OCTANT_POSTMARK_SECRET = "octant:secret"
    settings.OCTANT_MAILGUN_SIGNING_KEY = "secret"
    monkeypatch.setattr(room, "WAIT_SECONDS", 0)
    # Whose things they are gets it right; who wants another's tries everything.
    mode = "positive" if role == "theirs" else "all"
    generation = {**CONFIG["generation"], "mode": mode}
    paths = {path: _of(ASKS[role], item) for path, item in document()["paths"].items()}
    found = schemathesis.openapi.from_dict(
        {**document(), "paths": {path: item for path, item in paths.items() if item}},
        config=SchemathesisConfig.from_dict({**CONFIG, "generation": generation}),
    )
    found.app = application
    return found


def _of(tags: set[str], item: dict[str, Any]) -> dict[str, Any]:
    """The operations of a path that have one of these tags; nothing where there is none."""
    own = {n: o for n, o in item.items() if n not in METHODS or tags & set(o["tags"])}
    return own if own.keys() & set(METHODS) else {}


@pytest.mark.django_db
def test_every_answer_is_as_described_and_tells_of_nobody_else(
    asked: schemathesis.BaseSchema, visitor: Visitor
) -> None:
    def judged(case: schemathesis.Case) -> None:
        answer = visitor.ask(case)
        case.validate_response(answer, checks=CHECKS)
        if visitor.role in OUTSIDERS:
            assert MARK not in answer.text.lower(), case.as_curl_command()

    faults, count = [], 0
    for each in get_all_tests(schema=asked, test_func=judged, settings=None, given_kwargs={}):
        operation, test = each.ok()  # type: ignore[union-attr]
        count += 1
        try:
            test()
        except (Exception, FailureGroup) as error:  # all of them, and then say so
            faults.append(f"{operation.label} for {visitor.role}: {_said(error)}")
    assert not faults, "\n\n".join(faults)
    assert count > 15
    # Sessions and form tokens were taken, and not everything was refused.
    assert visitor.role == "guest" or visitor.seen[302] == 0, visitor.seen
    assert visitor.seen[200] > 40, visitor.seen


def _said(error: BaseException) -> str:
    """What is wrong; several things at once come as a group, which also says what was asked."""
    several = getattr(error, "exceptions", ())
    return f"{error}\n" + "\n".join(map(_said, several)) if several else f"{error!r}"[:1500]
