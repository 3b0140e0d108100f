"""Every name under which anything is read from a request, found in the source itself."""

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "octant"
_ROOMS = ("views", "forms", "inbox", "channel", "reach", "questions", "starting", "tus", "access")


@cache
def every_field() -> tuple[str, ...]:
    """Names of form fields and of what views and forms `.get(...)`; sorted."""
    found: set[str] = {"csrfmiddlewaretoken", "login", "password", "password1", "code", "next"}
    for file in SOURCE.rglob("*.py"):
        if any(room in file.as_posix() for room in _ROOMS):
            found |= _names(ast.parse(file.read_text()))
    return tuple(sorted(found - {"csrfmiddlewaretoken"}))


def _names(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.func.attr in ("get", "getlist") and node.args
            if asked and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            field = node.value.func
            if isinstance(field, ast.Attribute) and field.attr.endswith("Field"):
                found |= {t.id for t in node.targets if isinstance(t, ast.Name)}
    return {name for name in found if name.isidentifier()}
