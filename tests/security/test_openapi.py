"""docs/reference/openapi.yaml describes every address of ours that answers JSON, and none that is
not there. What allauth answers its own scripts (the options of a passkey) is not ours to promise.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.openapi import described, document, shape_of_path, shape_of_route
from tests.security.addresses import Address, every_address
from tests.security.test_crawl import visit
from tests.security.world import World

# What a function says that answers JSON, itself or by what it calls.
WORDS = ("JsonResponse(", 'content_type="application/j')


def views(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """(route, view) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from views(pattern, route)


def answers_json(view: Callable[..., Any], seen: set[object]) -> bool:
    """Whether a view, or a function of ours that it calls for its answer, makes JSON. Guards around
    views and the refusals of the middleware do not count: they are the same everywhere."""
    view = inspect.unwrap(view)
    if not inspect.isfunction(view) or view in seen or not view.__module__.startswith("octant."):
        return False
    if "Response" not in str(view.__annotations__.get("return")):
        return False
    seen.add(view)
    text = textwrap.dedent(inspect.getsource(view))
    if any(word in text for word in WORDS):
        return True
    body = ast.parse(text).body[0]
    assert isinstance(body, ast.FunctionDef | ast.AsyncFunctionDef), text
    return any(answers_json(called, seen) for called in _named(body.body, view.__globals__))


def _named(body: list[ast.stmt], known: dict[str, Any]) -> Iterator[Any]:
    for node in (each for statement in body for each in ast.walk(statement)):
        if isinstance(node, ast.Name):
            yield known.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield getattr(known.get(node.value.id), node.attr, None)


def test_every_address_that_answers_json_is_described() -> None:
    known = {shape_of_path(path) for path in described()}
    speaking = [route for route, view in views() if answers_json(view, set())]
    assert len(speaking) > 40
    missing = [route for route in speaking if shape_of_route(route) not in known]
    assert missing == [], "describe these in docs/reference/openapi.yaml"


@pytest.mark.django_db
def test_every_method_that_is_described_is_taken_and_no_other(world: World) -> None:
    client, faults = world.client("agent"), []
    addresses = {shape_of_route(a.route): a for a in every_address()}
    for path, methods in described().items():
        address = addresses.get(shape_of_path(path))
        if address is None:
            faults.append(f"{path}: there is no such address")
            continue
        faults += [f"{path}: {fault}" for fault in _faults(world, client, address, methods)]
    assert not faults, "\n".join(faults)


def _faults(world: World, client: Any, address: Address, methods: set[str]) -> Iterator[str]:
    headers = world.headers("theirs") | {"Accept": "application/json"}
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        answer = visit(client, method, address.path(world.things), headers=headers)
        page = answer.headers.get("Content-Type", "").startswith("text/html")
        if method in methods and answer.status_code == 405:
            yield f"{method} is not taken"
        if method not in methods and not page and answer.status_code != 405:
            yield f"{method} is taken and not described: {answer.status_code}"
        if answer.status_code == 405 and methods - set(answer.headers.get("Allow", "").split(", ")):
            yield f"{method} is refused without saying what is allowed"


def test_every_operation_says_what_it_is_for() -> None:
    names = {tag["name"] for tag in document()["tags"]}
    for path, methods in described().items():
        for method in methods:
            operation = document()["paths"][path][method.lower()]
            assert operation["summary"], path
            assert set(operation["tags"]) <= names and operation["tags"], path
