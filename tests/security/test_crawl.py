"""Every address is visited by every role with other people's ids and hostile values.

No answer of 500, nothing of the other customer for anybody but themselves and those who answer
them, and no markup that somebody typed as markup.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from tests.security.addresses import Address, every_address
from tests.security.fields import every_field
from tests.security.world import MARK, MARKUP, ROLES, World

pytestmark = pytest.mark.django_db

# Who may see a customer's words: the customer, and those who answer customers.
OUTSIDERS = ("guest", "mine", "moderator", "editor")
HOSTILE: dict[str, str] = {
    "long": "w" * 100_000,
    "control": "a\x00\x01\x1b[31m\r\nSet-Cookie: x=1",
    "surrogate": "%ED%A0%80%FF%FE",  # broken UTF-8, sent as it stands
    "markup": f"{MARKUP} [x](javascript:alert(1)) ![x](data:text/html,x)",
    "template": "\u202e שלום {{ settings.SECRET_KEY }}{% debug %}${7*7}%(x)s'; DROP TABLE x; --",
    "huge": "9" * 400,
}
# In addresses, where one of each kind is enough; and what reads JSON at all.
QUERIES = ("control", "markup")
JSON = ("chat/", "accounts/2fa/webauthn", "desk/tickets", "en/search")
Asked = tuple[str, str, dict[str, Any]]
# Answering these takes the time they are made to wait.
PATIENT = {"wait"}


def visit(client: Client, method: str, path: str, **more: Any) -> HttpResponseBase:
    """One request, after which everything is as it was before."""
    with transaction.atomic():
        answer = client.generic(method, path, **more)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        answer.seen = body.decode("utf-8", "replace")  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return answer


def encoded(fields: list[str], word: str) -> str:
    """A form whose every field holds `word`; broken text is sent broken."""
    if "%ED" in word:
        return "&".join(f"{quote(name)}={word}" for name in fields)
    return urlencode(dict.fromkeys(fields, word))


@cache
def bodies(kind: str) -> tuple[tuple[str, str], ...]:
    """(content type, body): a form and, where types matter, JSON whose every field is hostile."""
    word, fields = HOSTILE[kind], [name for name in every_field() if name not in PATIENT]
    if kind == "long":  # as many as the size of a form lets through
        fields = ["name", "text", "email", "code", "q", "reason", "title", "body", "password", "to"]
    form = ("application/x-www-form-urlencoded", encoded(fields, word))
    values = (word, [word], {word: word}, None, 1e308) if kind == "template" else (word,)
    sent = [("application/json", json.dumps(dict.fromkeys(fields, value))) for value in values]
    return form, *(sent if kind in ("template", "control") else ())


@cache
def query(kind: str) -> str:
    return encoded([name for name in every_field() if name not in PATIENT], HOSTILE[kind])


def requests(address: Address, world: World, kinds: tuple[str, ...]) -> Iterator[Asked]:
    """(method, path, more): the real thing, things that are not there, every way to write."""
    real = address.path(world.things)
    yield "GET", real, {}
    yield "PATCH", real, {}
    for kind in kinds:
        if kind in QUERIES:
            yield "GET", f"{real}?{query(kind)}", {}
            if address.parameters:
                yield "GET", address.strange(quote(HOSTILE[kind], safe="")), {}
        for content_type, data in bodies(kind):
            if content_type != "application/json" or address.route.startswith(JSON):
                yield "POST", real, {"data": data, "content_type": content_type}


def crawl(world: World, role: str, kinds: tuple[str, ...]) -> list[str]:
    """What is wrong, a line each."""
    client, faults = world.client(role), []
    headers = world.headers(role)
    for address in every_address():
        if address.route.startswith("accounts/logout"):
            continue
        # Pages of staff ask who it is before they read anything.
        shut = role in OUTSIDERS and address.route.startswith(("desk/", "editor/"))
        few = kinds[:1] if shut and role != "editor" else kinds
        for method, path, more in requests(address, world, few):
            answer = visit(client, method, path, headers=headers, **more)
            where = f"{role}: {method} {path[:120]} {str(more.get('data', ''))[:60]}"
            if answer.status_code >= 500 and answer.status_code != 503:
                faults.append(f"{answer.status_code} {where}")
            seen = answer.seen  # type: ignore[attr-defined]
            if role in OUTSIDERS and MARK in seen.lower():
                faults.append(f"of the other customer: {where}")
            html = answer.headers.get("Content-Type", "").startswith("text/html")
            if html and re.search(r"<img src=x|<svg/onload|(?:href|src)=[\"']?javascript:", seen):
                faults.append(f"markup: {where}")
    return sorted(set(faults))


def test_every_parameter_of_every_address_is_known(world: World) -> None:
    for address in every_address():
        assert address.path(world.things).startswith("/"), address.route


@pytest.mark.parametrize("role", ["guest", "mine", "theirs", *ROLES])
def test_no_address_fails_or_tells_of_others_for(world: World, role: str) -> None:
    """Those who may do most get every kind of value; the others markup alone."""
    faults = crawl(world, role, tuple(HOSTILE) if role in ("admin", "mine") else ("markup",))
    assert not faults, "\n".join(faults[:60])


def test_the_crawl_would_notice_what_belongs_to_the_other(world: World) -> None:
    seen = [
        visit(world.client("theirs"), "GET", a.path(world.things), headers=world.headers("theirs"))
        for a in every_address()
        if a.route in ("chat/messages", "chat/state", "accounts/profile/")
    ]
    assert sum(MARK in answer.seen for answer in seen) >= 2  # type: ignore[attr-defined]


def test_who_answers_reads_every_ticket_and_so_would_outsiders(world: World) -> None:
    path = f"/desk/tickets/{world.things['ticket']}/"
    assert MARK in visit(world.client("agent"), "GET", path).seen  # type: ignore[attr-defined]
