"""Bodies, headers and frames made up by the thousand: never a server error, and a refusal always
says why.

The shapes are those that the views read: each field now as it should be, now anything that JSON can
hold; test_schemathesis.py asks by what docs/reference/openapi.yaml says. Each request is undone
before the next. The same examples are made in every run, as many as take half a minute of an idle
core; `OCTANT_FUZZ=20 make test ARGS=tests/security/test_fuzz.py` makes twenty times as many.
"""

import asyncio
import json
import os
from typing import Any

import pytest
import websockets
from django.http import HttpResponseBase
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reactions.realtime.conftest import Process, browser, new_ticket
from tests.security.addresses import Address, every_address
from tests.security.test_crawl import visit
from tests.security.world import World

from octant.core.tickets.access import key_for
from octant.core.tickets.models import Message

TIMES = int(os.environ.get("OCTANT_FUZZ", "1"))


def many(examples: int) -> settings:
    return settings(
        max_examples=examples * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


# Text as browsers send it and as they do not: NUL, halves of characters, other directions.
TEXT = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["", " ", "\0", "\ud800", "\u202e", "a" * 9000, "🦑" * 300, "%00", "{{7*7}}", "'; --", "NaN"]
)
NUMBER = st.integers() | st.floats() | st.sampled_from([2**31, 2**63, -1, 10**400, 1e308])
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
IDS = st.uuids().map(str)
# What the chat's views read of a body, each field with what it should hold.
BODIES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "start": {
        "id": IDS, "person": TEXT, "name": TEXT, "email": st.emails(),
        "category": st.sampled_from(["funding/withdrawals", "no/such"]), "text": TEXT,
        "page": TEXT, "timezone": st.sampled_from(["Asia/Shanghai", "UTC"]), "identity": TEXT,
    },
    "suggest": {"text": TEXT, "category": TEXT},
    "intake": {
        "text": TEXT, "category": st.sampled_from(["funding/withdrawals", "no/such"]),
        "identity": TEXT,
    },
    "identify": {"identity": TEXT},
    "messages": {"id": IDS, "text": TEXT, "files": st.lists(TEXT, max_size=3)},
    "read": {"seq": st.integers(0, 9)},
    "end": {"by_email": st.booleans()},
    "reopen": {},
    "rate": {"rating": st.integers(0, 9), "comment": TEXT},
    "transcript": {},
    "consent": {"kind": TEXT, "version": TEXT, "withdraw": st.booleans()},
}  # fmt: skip


def likely(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Bodies in which most fields are of their own kind and any may be missing or anything."""
    mixed = {name: own | own | ANYTHING for name, own in fields.items()}
    return st.fixed_dictionaries({}, optional={**mixed, "other": ANYTHING})


def judged(answer: HttpResponseBase) -> None:
    assert answer.status_code < 500, answer.status_code
    if answer.status_code >= 400:
        told = json.loads(answer.seen)  # type: ignore[attr-defined]
        assert told["code"] and told["sentence"], told


def browser_of(world: World, role: str) -> Client:
    """One browser of somebody for all examples: signing in takes longer than most requests."""
    name = f"browser of {role}"
    if name not in world.things:
        world.things[name] = world.client(role)
    return world.things[name]  # type: ignore[no-any-return]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["guest", "mine"])
@many(90)
@given(path=st.sampled_from(sorted(BODIES)), data=st.data())
def test_no_body_breaks_the_chat(world: World, role: str, path: str, data: st.DataObject) -> None:
    body = data.draw(likely(BODIES[path]) | ANYTHING)
    sent = json.dumps(body).encode("utf-8", "surrogatepass")
    client, headers = browser_of(world, role), world.headers(role)
    judged(
        visit(client, "POST", f"/chat/{path}", data=sent, content_type="application/json",
              headers=headers)
    )  # fmt: skip


@pytest.mark.django_db
@many(40)
@given(
    raw=st.binary(max_size=200)
    | st.sampled_from(
        [b"[" * 20000, b'{"a":' * 5000, b"\xff\xfe{}", b"{}" * 9, b'{"id":1,"id":2}']
    ),
    path=st.sampled_from(sorted(BODIES)),
    kind=st.sampled_from(["application/json", "text/plain", "multipart/form-data; boundary=x", ""]),
)
def test_no_bytes_break_the_chat(world: World, raw: bytes, path: str, kind: str) -> None:
    client, headers = browser_of(world, "mine"), world.headers("mine")
    answer = visit(client, "POST", f"/chat/{path}", data=raw, content_type=kind, headers=headers)
    assert answer.status_code < 500


# A header is Latin-1 without line ends: no server lets others through.
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)


@pytest.mark.django_db
@many(40)
@given(
    key=HEADER,
    offset=HEADER | st.integers(-9, 10**30).map(str),
    length=HEADER | st.integers(-9, 10**30).map(str),
    about=HEADER,
    method=st.sampled_from(["HEAD", "GET", "POST", "PATCH", "DELETE", "OPTIONS", "PUT", "BREW"]),
    path=st.sampled_from(["uploads", "uploads/x", "messages", "state", "history", "files"]),
    ours=st.booleans(),
)
def test_no_header_breaks_the_chat(
    world: World, key: str, offset: str, length: str, about: str, method: str, path: str, ours: bool
) -> None:
    own = world.headers("mine")
    headers = {
        "Origin": own["Origin"] if ours else about or "x",
        "X-Octant-Key": own["X-Octant-Key"] if ours else key,
        "X-Octant-Language": about,
        "X-Request-Id": about,
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": offset,
        "Upload-Length": length,
        "Upload-Metadata": f"filename {about}",
        "Accept-Language": about,
        "Range": about,
        "If-Modified-Since": about,
    }
    answer = visit(browser_of(world, "guest"), method, f"/chat/{path}", headers=headers)
    assert answer.status_code < 500


# Every other address takes forms, or JSON where its script sends it. Signing out would end it all.
ADDRESSES = [a for a in every_address() if not a.route.startswith(("chat/", "accounts/logout"))]
FORM = st.dictionaries(TEXT.filter(bool), TEXT, max_size=4)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["guest", "mine", "admin"])
@many(60)
@given(address=st.sampled_from(ADDRESSES), body=ANYTHING, query=FORM, word=TEXT)
def test_no_body_or_query_breaks_any_address(
    world: World, role: str, address: Address, body: Any, query: dict[str, str], word: str
) -> None:
    client, path = browser_of(world, role), address.path(world.things)
    sent = json.dumps(body).encode("utf-8", "surrogatepass")
    plain = {
        k.encode("utf-8", "replace").decode(): v.encode("utf-8", "replace").decode()
        for k, v in query.items()
    }
    for method, more in (
        ("POST", {"data": sent, "content_type": "application/json"}),
        ("GET", {"query_params": plain}),
    ):
        answer = visit(client, method, path, **more)
        assert answer.status_code < 500 or answer.status_code == 503, (method, path)


FRAMES = st.fixed_dictionaries(
    {"t": st.sampled_from(["hello", "watch", "unwatch", "say", "seen", "typing", "viewing", "ping"])
          | TEXT},
    optional={
        "id": IDS | ANYTHING, "text": TEXT | ANYTHING, "ticket": st.integers(0, 99) | ANYTHING,
        "seq": st.integers(0, 99) | ANYTHING, "state": TEXT | ANYTHING, "key": ANYTHING,
        "token": ANYTHING, "after": ANYTHING, "language": ANYTHING,
    },
)  # fmt: skip


def test_no_frame_breaks_a_socket(process: Process) -> None:
    """One open room takes two hundred frames and more, and then still answers."""
    ticket, frames = new_ticket(), []

    @many(200)
    @given(FRAMES | ANYTHING)
    def collect(frame: Any) -> None:
        frames.append(json.dumps(frame))

    collect()

    async def run() -> list[dict[str, Any]]:
        window = await browser(process.port, key=key_for(ticket))
        heard: list[dict[str, Any]] = []
        for text in [*frames, "", "{", "[]", "null", '"x"', "{}" * 9, "9" * 70_000]:
            try:
                await window.connection.send(text)
                heard += list(await window.drain())
            except (websockets.ConnectionClosed, TimeoutError):
                window = await browser(process.port, key=key_for(ticket))
        said = await window.say("still here")
        await window.until(lambda f: f["t"] == "ack" and f["id"] == said)
        return heard

    heard = asyncio.run(run())
    assert not [f for f in heard if f.get("code") == "server_error"]
    assert Message.objects.filter(ticket=ticket, text="still here").count() == 1
