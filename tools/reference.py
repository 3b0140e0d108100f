"""Write the tables of docs/reference that can be read out of the code, or with --check say which
are no longer true. What stands around a table is written by hand.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
FOLDER = ROOT / "docs" / "reference"
_PART = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
# (constant, what it bounds, unit)
CAPS = (
    ("octant.core.tickets.services.files.RESUME_BYTES", "larger files come in pieces", "bytes"),
    ("octant.core.tickets.services.uploads.PIECE", "one piece", "bytes"),
    ("octant.core.tickets.services.uploads.OPEN_AT_MOST", "unfinished uploads of a ticket", ""),
    ("octant.desk.views.saying.FILES_AT_MOST", "files of an agent's answer", ""),
    ("octant.core.safety.files.workers.image.MAX_PIXELS", "pixels of a picture", ""),
    ("octant.core.safety.files.workers.image.MAX_FRAMES", "frames of a picture", ""),
    ("octant.core.safety.files.workers.pdf.MAX_PAGES", "pages of a PDF", ""),
    ("octant.core.safety.files.workers.pdf.MAX_OBJECTS", "objects of a PDF", ""),
    ("octant.core.safety.files.texts.MAX_ROWS", "rows of a CSV", ""),
    ("octant.core.people.passkey_forms.LONGEST_CREDENTIAL_BYTES", "a passkey's answer", "bytes"),
    ("octant.core.people.identities.MOST", "records of one person", ""),
    ("octant.core.people.selectors.PAGE", "people on a page", ""),
    ("octant.core.people.selectors.ACTIVITY", "rows of sign-in activity", ""),
    ("octant.core.ports.privacy.COUNT_CAP", "rows a preview counts", ""),
    ("octant.reactions.realtime.saying.MAX_CHARS", "a message over a socket", "characters"),
    ("octant.kit.search.analysis.QUERY_MAX", "a search's text", "characters"),
    ("octant.kit.search.engine.LIMIT_MOST", "results of a search", ""),
    ("octant.kit.mail.headers.MAX_FIELDS", "header fields of a mail", ""),
    ("octant.kit.mail.structure.MAX_PARTS", "parts of a mail", ""),
    ("octant.kit.mail.markup.MAX_HTML", "HTML of a mail", "characters"),
    ("octant.kit.mail.tnef.MAX_FILES", "files in a winmail.dat", ""),
    ("octant.core.safety.rules.pattern.LONGEST", "a rule of one's own", "characters"),
)
# (setting, what it bounds)
SETTINGS = (
    ("DATA_UPLOAD_MAX_MEMORY_SIZE", "a form without its files, bytes"),
    ("OCTANT_STAFF_IDLE_MINUTES", "a sign-in of staff without use"),
    ("OCTANT_STAFF_SESSION_HOURS", "a sign-in of staff in all"),
    ("OCTANT_CUSTOMER_IDLE_HOURS", "a sign-in of customers without use"),
    ("OCTANT_CUSTOMER_SESSION_DAYS", "a sign-in of customers in all"),
    ("ACCOUNT_REAUTHENTICATION_TIMEOUT", "how long a confirmation opens sensitive pages, seconds"),
    ("PASSWORD_RESET_TIMEOUT", "a link to a new password, seconds"),
    ("OCTANT_EXCHANGE_TIMEOUT_SECONDS", "an answer of the exchange"),
    ("OCTANT_ANSWER_WAIT_SECONDS", "how long the mail of an answer waits for a second one"),
)
STAFF = ("agent", "editor", "lead", "admin")


def table(head: str, rows: list[tuple[Any, ...]]) -> str:
    width = head.count("|") + 1
    lines = [f"| {head} |", "|" + "---|" * width]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def files() -> str:
    """Kinds of files, by the code's own numbers; a workspace may lower or raise them."""
    from octant.core.safety.files.checks import Limits
    from octant.core.safety.files.types import ENDINGS, TYPES

    rows = []
    for kind, media in TYPES.items():
        endings = ", ".join(end for end, of in ENDINGS.items() if of == kind)
        rows.append((kind, media, endings, f"{Limits().largest(kind) // 1_000_000} MB"))
    return table("kind | media type | endings | at most", rows)


def quota() -> str:
    from octant.core.tickets.services.quota import quota as most

    now = most()
    return table(
        "of one person | bytes | files",
        [
            ("within 24 hours", f"{now.day_bytes // 1_000_000} MB", now.day_files),
            ("in all", f"{now.bytes // 1_000_000} MB", now.files),
        ],
    )


def rates() -> str:
    rows = []
    for path, name in sorted(_limits()):
        found = getattr(import_module(_module(path)), name)
        at = path.relative_to(SOURCE / "octant")
        rows.append((f"`{found.name}`", found.count, f"{found.minutes} min", f"`{at}`"))
    return table("limit | tries | within | set in", rows)


def _limits() -> Iterator[tuple[Path, str]]:
    """Every `NAME = Limit(…)` of a module."""
    for path in (SOURCE / "octant").rglob("*.py"):
        text = path.read_text()
        if "Limit(" not in text:
            continue
        for node in ast.parse(text).body:
            call = node.value if isinstance(node, ast.Assign) else None
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Limit":
                yield path, node.targets[0].id  # type: ignore[union-attr]


def _module(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def library() -> str:
    """Rates of the sign-in library: `5/300s/key` is five in 300 seconds for one account."""
    from allauth.account import app_settings

    rows = [(f"`{name}`", f"`{rate}`") for name, rate in sorted(app_settings.RATE_LIMITS.items())]
    return table("of | at most", rows)


def caps() -> str:
    rows = []
    for dotted, what, unit in CAPS:
        module, _dot, name = dotted.rpartition(".")
        value = f"{getattr(import_module(module), name):,} {unit}".strip()
        at = module.removeprefix("octant.").replace(".", "/")
        rows.append((what, value, f"`{at}.py`"))
    return table("what | at most | set in", rows)


def settings() -> str:
    from django.conf import settings as own

    rows = [(what, f"{getattr(own, name):g}", f"`{name}`") for name, what in SETTINGS]
    return table("what | at most | setting", rows)


def roles() -> str:
    """Addresses of staff by who may come in, those of one folder and the same roles as one."""
    found: dict[tuple[str, tuple[str, ...]], int] = {}
    for route, view in views():
        if (of := getattr(view, "octant_roles", None)) is not None:
            key = (_folder(route), tuple(map(str, of)))
            found[key] = found.get(key, 0) + 1
    rows = []
    for (folder, of), count in sorted(found.items()):
        rows.append((f"`/{folder}`", count, *("●" if role in of else "" for role in STAFF)))
    return table("pages | addresses | " + " | ".join(STAFF), rows)


def _folder(route: str) -> str:
    """`desk/reports` for desk/reports/help.csv as for desk/reports.csv."""
    return "/".join(route.split("/")[:2]).partition(".")[0]


def lines() -> str:
    """Every line that we log: its event, level, fields and where."""
    rows = set()
    for path in (SOURCE / "octant").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and _logs(call):
                event = call.args[0].value  # type: ignore[attr-defined]
                fields = ", ".join(sorted(word.arg or "" for word in call.keywords))
                at = path.relative_to(SOURCE / "octant")
                rows.add((f"`{event}`", call.func.attr, fields, f"`{at}`"))  # type: ignore[attr-defined]
    return table("event | level | fields | in", sorted(rows))


def _logs(call: ast.Call) -> bool:
    who = call.func.value if isinstance(call.func, ast.Attribute) else None
    named = isinstance(who, ast.Name) and who.id in ("log", "_log")
    return named and bool(call.args) and isinstance(call.args[0], ast.Constant)


def views() -> Iterator[tuple[str, Any]]:
    """(route, view) of the whole product."""
    from django.urls import URLResolver, get_resolver

    def of(resolver: Any, before: str) -> Iterator[tuple[str, Any]]:
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from of(pattern, route)
            else:
                yield route, pattern.callback

    return of(get_resolver(), "")


PARTS = {
    "files": files,
    "quota": quota,
    "rates": rates,
    "library": library,
    "caps": caps,
    "settings": settings,
    "roles": roles,
    "lines": lines,
}


def made_anew(text: str) -> str:
    """The page with its tables as they are now."""
    return _PART.sub(lambda part: part[1] + PARTS[part[2]]() + part[3], text)


def main(arguments: list[str]) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "octant.project.settings")
    django.setup()
    stale = 0
    for page in sorted(FOLDER.glob("*.md")):
        text = page.read_text()
        anew = made_anew(text)
        if anew == text:
            continue
        stale += 1
        if "--check" in arguments:
            print(f"{page.relative_to(ROOT)} is no longer true; run tools/reference.py")
        else:
            page.write_text(anew)
    return stale if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
