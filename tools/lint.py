"""The house's own rules, which no general linter knows. Prints `file:line: what to do`."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "octant"
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_MODULE_JS = 500, 40, 150

Finding = tuple[int, str]

# Rooms that write: services, the adapters of sign-in, each app's word on what is removed when
# (core/ports/privacy); and what saves files, not rows.
_WRITERS = re.compile(
    r"services|(?:^|/)privacy\.py$|adapters|migrations|management|store|storage|workers"
)
_NOT_ROWS = {"storage", "default_storage", "cache", "image", "picture", "session", "adapter"}
_NOT_ROWS |= {"super"}  # a model that checks itself before it is saved
_CLOCKS = {"now", "utcnow", "today", "localtime", "localdate"}
_CLOCK_OWNERS = {"datetime", "timezone", "date", "dt"}
_MAY_READ_CLOCKS = ("kit/clock",)


def saves_outside_services(tree: ast.AST, path: str) -> Iterator[Finding]:
    """Rows are written in services only, where the write is atomic and audited."""
    if _WRITERS.search(path) or path.startswith("kit/"):  # the kit has no rows
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in ("save", "delete") and _last_name(node.func.value) not in _NOT_ROWS:
            yield node.lineno, f".{node.func.attr}() belongs in services"


def clock_reads(tree: ast.AST, path: str) -> Iterator[Finding]:
    """One clock, so that tests can set it."""
    if path.startswith(_MAY_READ_CLOCKS):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = _last_name(node.func.value)
            if node.func.attr in _CLOCKS and owner in _CLOCK_OWNERS:
                yield node.lineno, "read the clock with octant.kit.clock"


def models_of_other_apps(tree: ast.Module, path: str) -> Iterator[Finding]:
    """Surfaces reach tables through selectors and services; inside core the arrows decide."""
    home = _app_of(path.removesuffix(".py").split("/"))
    for node in _run_time_nodes(tree):
        if not (isinstance(node, ast.ImportFrom) and node.module):
            continue
        parts = node.module.split(".")
        if parts[0] == "octant" and "models" in parts[1:]:
            other = _app_of(parts[1:])
            if other != home and not path.startswith(("project/", "core/")):
                yield node.lineno, f"use the selectors and services of {'.'.join(other)}"


# Who may speak to the network: the guarded door, the operator's own exchange, identity and mail
# provider and virus scanner (addresses from the operator, never from a person), our own processes.
_MAY_CALL_OUT = (
    "channels/email/signing_in/endpoint.py",
    "kit/fetch.py",
    "kit/database/",
    "core/exchange/adapters/http.py",
    "core/people/adapters.py",
    "core/safety/files/scanning.py",
    "project/supervisor/",
)
_NETWORK = {"httpx", "requests", "urllib3", "aiohttp", "socket", "ftplib", "telnetlib"}
_NETWORK_MODULES = {"urllib.request", "http.client"}


def ways_out(tree: ast.AST, path: str) -> Iterator[Finding]:
    """An address that a person gave is fetched by octant.kit.fetch, which looks where it leads."""
    if path.startswith(_MAY_CALL_OUT):
        return
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        if any(n.partition(".")[0] in _NETWORK or n in _NETWORK_MODULES for n in names):
            yield node.lineno, "go out by octant.kit.fetch"


def long_functions(tree: ast.AST, path: str) -> Iterator[Finding]:
    """A function that does not fit on a screen is two functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {length} lines, over {LONGEST_FUNCTION}"


# Mail programs read neither our style sheets nor our policy.
_MAILS = {"channels/email/templates/email/mail.html"}


def inline_code(text: str) -> Iterator[Finding]:
    """The content security policy refuses inline script, style and handlers."""
    plain = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", _blank, text, flags=re.S)
    for match in re.finditer(r"<script(?![^>]*(?:\bsrc=|application/(?:ld\+)?json))[^>]*>", plain):
        yield _line(plain, match), "script belongs in a module"
    for match in re.finditer(r"<style\b|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=\s*[\"']", plain):
        yield _line(plain, match), "style and handlers belong in files of their own"


def module_shape(text: str) -> Iterator[Finding]:
    """Short modules; one import a line, or hashed names resolve twice (facts in ADR 1)."""
    lines = text.splitlines()
    if len(lines) > LONGEST_MODULE_JS:
        yield 1, f"{len(lines)} lines, over {LONGEST_MODULE_JS}"
    for number, line in enumerate(lines, start=1):
        if len(re.findall(r"\bimport\b[^;]*\bfrom\b", line)) > 1:
            yield number, "one import a line"


PYTHON_RULES = (
    saves_outside_services,
    clock_reads,
    models_of_other_apps,
    long_functions,
    ways_out,
)


def check_python(text: str, path: str) -> Iterator[Finding]:
    """All findings in one Python file; `path` is relative to src/octant, with slashes."""
    tree = ast.parse(text)
    if (length := text.count("\n")) > LONGEST_FILE:
        yield 1, f"{length} lines, over {LONGEST_FILE}"
    for rule in PYTHON_RULES:
        if "/migrations/" not in path:
            yield from rule(tree, path)


def main() -> int:
    failed = False
    for file in sorted(path for path in SOURCE.rglob("*") if path.is_file()):
        path = file.relative_to(SOURCE).as_posix()
        if file.suffix == ".py":
            found = check_python(file.read_text(), path)
        elif file.suffix == ".html" and "/templates/" in path:
            found = iter(()) if path in _MAILS else inline_code(file.read_text())
        elif file.suffix in (".js", ".mjs") and "/vendor/" not in path:
            found = module_shape(file.read_text())
        else:
            continue
        for line, what in found:
            print(f"src/octant/{path}:{line}: {what}")
            failed = True
    return int(failed)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return _last_name(node.func)
    return node.id if isinstance(node, ast.Name) else ""


def _app_of(parts: list[str]) -> tuple[str, ...]:
    """`core.tickets` for anything in core, channels, reactions or kit; else the first folder."""
    return tuple(parts[: 2 if parts[0] in ("core", "channels", "reactions", "kit") else 1])


def _run_time_nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """All nodes but those under `if TYPE_CHECKING`, which import nothing at run time."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and _last_name(node.test) == "TYPE_CHECKING":
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


if __name__ == "__main__":
    sys.exit(main())
