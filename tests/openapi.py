"""docs/reference/openapi.yaml, as tests read it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[1] / "docs/reference/openapi.yaml"
METHODS = ("get", "head", "post", "put", "patch", "delete")


@cache
def document() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return found


def described() -> dict[str, set[str]]:
    """Path to the methods that it takes, in capitals."""
    return {
        path: {name.upper() for name in item if name in METHODS}
        for path, item in document()["paths"].items()
    }


def shape_of_path(path: str) -> str:
    """`/{language}/requests/{ticket}/news/` to `/{}/requests/{}/news/`."""
    return re.sub(r"\{\w+\}", "{}", path)


def shape_of_route(route: str) -> str:
    """`en/requests/<str:public_id>/news/` to the same."""
    plain = re.sub(r"<[^>]+>", "{}", f"/{route}")
    return re.sub(r"^/en/", "/{}/", plain)
