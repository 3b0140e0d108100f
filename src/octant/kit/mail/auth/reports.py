"""Authentication-Results (RFC 8601): reading them, and removing those that are not ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

import authres

from octant.kit.mail.auth.headers import Field, split

HEADER = "authentication-results"
# A field with the lines it is folded into; all but the last end in a line feed.
_FIRST_END, _LAST_END = re.compile(rb"\A\r?\n"), re.compile(rb"\r?\n\Z")
_FIELDS = re.compile(rb"[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One method's result; `properties` are (type, name, value), as in smtp.mailfrom=a@b."""

    method: str
    result: str
    properties: tuple[tuple[str, str, str], ...]

    def get(self, kind: str, name: str) -> str:
        """A property's value, "" where it is not given."""
        return next((v for k, n, v in self.properties if (k, n) == (kind, name)), "")


@dataclass(frozen=True, slots=True)
class Report:
    authserv_id: str
    entries: tuple[Entry, ...]


def parse(value: str) -> Report | None:
    """None where it is not in the form of RFC 8601."""
    plain = " ".join(value.split())
    try:
        header = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {plain}")
    except (authres.AuthResError, ValueError, IndexError):
        return None
    return Report(str(header.authserv_id).lower(), tuple(_entry(one) for one in header.results))


def ours(found: list[Field], our_authserv_id: str) -> list[Report]:
    """Those with our id, the topmost first."""
    reports = [parse(value.decode("latin-1")) for name, value in found if name == HEADER]
    return [r for r in reports if r and r.authserv_id == our_authserv_id.lower()]


def strip_foreign_results(raw: bytes, our_authserv_id: str) -> bytes:
    """The mail without any Authentication-Results whose id is not ours, or that cannot be read.

    Those with our id stay, forged ones too: removing them is the border's part, before it adds
    its own (RFC 8601 5). With "" all are removed, for mail that came past no border of ours.
    """
    head, rest = split(raw)
    kept = [line for line in _FIELDS.findall(head) if not _is_foreign(line, our_authserv_id)]
    # The last field's line end is the first of `rest`, whichever field is the last now.
    return _LAST_END.sub(b"", b"".join(kept)) + (rest if kept else _FIRST_END.sub(b"", rest))


def _is_foreign(line: bytes, our_authserv_id: str) -> bool:
    name, _, value = line.partition(b":")
    if name.strip().lower() != HEADER.encode():
        return False
    report = parse(value.decode("latin-1"))
    return report is None or report.authserv_id != our_authserv_id.lower()


def _entry(one: authres.core.AuthenticationResult) -> Entry:
    properties = tuple(
        (str(p.type).lower(), str(p.name).lower(), str(p.value)) for p in one.properties
    )
    return Entry(str(one.method).lower(), str(one.result).lower(), properties)
