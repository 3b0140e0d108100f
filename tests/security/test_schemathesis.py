"""Schemathesis asks for everything that docs/reference/openapi.yaml describes, well and badly, and
reads the answers by it.

No answer of 500, none of a kind or shape that is not described, nothing of another customer. Who
asks: a guest, a customer with the addresses of another's things, that other customer, an agent.
Each request is undone before the next; the same ones are made in every run. More of them:
`OCTANT_FUZZ=20 make test ARGS=tests/security/test_schemathesis.py`.
"""

from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
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
CONFIG = {
    "seed": 1,
    "suppress-health-check": ["all"],
    "generation": {
        "deterministic": TIMES == 1,
        "database": "none",
        "max-examples": 6 * TIMES,
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
    headers: dict[str, str]
    real: dict[str, str]

    def ask(self, case: schemathesis.Case) -> Response:
        """One request, after which everything is as it was before. What should be right in a path
        is the name of a real thing: the other customer's."""
        if case.meta is None or case.meta.generation.mode == GenerationMode.POSITIVE:
            case.path_parameters = {n: self.real.get(n, v) for n, v in case.path_parameters.items()}
        with transaction.atomic():
            answer = case.call(base_url="http://testserver", headers=self.headers)
            transaction.set_rollback(True)
        return answer


@pytest.fixture(params=sorted(ASKS))
def role(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visitor(world: World, role: str) -> Visitor:
    client = world.client(role)
    token = client.get("/csrf").json()["token"]
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    own = {"Accept": "application/json", "Cookie": cookies, "X-CSRFToken": token}
    own |= {"Authorization": "Basic b2N0YW50OnNlY3JldA=="}  # of the hooks: octant:secret
    real = {name: str(world.things[thing]) for name, thing in THINGS.items()}
    return Visitor(role, own | world.headers(role), real)


@pytest.fixture
def asked(
    role: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> schemathesis.BaseSchema:
    """The document as far as this visitor asks, over the WSGI application as it is served."""
    settings.OCTANT_POSTMARK_SECRET = "octant:secret"
    settings.OCTANT_MAILGUN_SIGNING_KEY = "secret"
    monkeypatch.setattr(room, "WAIT_SECONDS", 0)
    paths = {path: _of(ASKS[role], item) for path, item in document()["paths"].items()}
    found = schemathesis.openapi.from_dict(
        {**document(), "paths": {path: item for path, item in paths.items() if item}},
        config=SchemathesisConfig.from_dict(CONFIG),
    )
    found.app = get_wsgi_application()
    return found


def _of(tags: set[str], item: dict[str, Any]) -> dict[str, Any]:
    """The operations of a path that have one of these tags; nothing where there is none."""
    own = {n: o for n, o in item.items() if n not in METHODS or tags & set(o["tags"])}
    return own if own.keys() & set(METHODS) else {}


everything = schemathesis.pytest.from_fixture("asked")


@pytest.mark.django_db
@everything.parametrize()
def test_every_answer_is_as_described_and_tells_of_nobody_else(
    case: schemathesis.Case, visitor: Visitor
) -> None:
    answer = visitor.ask(case)
    case.validate_response(answer, checks=CHECKS)
    if visitor.role in OUTSIDERS:
        assert MARK not in answer.text.lower(), case.as_curl_command()
