"""A mail's tree of parts, as offsets into its bytes.

One pass over the bytes and a stack, no recursion: Python's own reader needs 260 MB for 25 MB of
mail, slows down with each level and fails at about 300 of them (measured, see eval/mail).
Boundaries follow RFC 2046, section 5.1; an outer boundary closes inner parts that forgot to.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from octant.kit.mail.headers import MAX_BLOCK, Fields, is_field, read_fields, read_parameters

MAX_PARTS = 10_000  # below the mail itself
MAX_DEPTH = 100
# Lines that begin like a boundary and are none; no honest mail has so many.
MAX_FALSE_LINES = 300_000


@dataclass(slots=True)
class Part:
    """One entity: `raw[start:end]` is its body, still in its transfer encoding."""

    fields: Fields
    start: int
    end: int
    depth: int
    kind: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)
    boundary: bytes = b""

    def raw(self, name: str) -> bytes:
        """The first value of a field, by lower-case name."""
        return next((value for each, value in self.fields if each == name), b"")

    @property
    def is_multipart(self) -> bool:
        return self.kind.startswith("multipart/")


@dataclass(slots=True)
class Tree:
    root: Part
    problems: set[str]


def read_structure(raw: bytes) -> Tree:
    """The tree of parts of a mail."""
    return _Splitter(raw).run()


def walk(part: Part) -> Iterator[Part]:
    """A part and all below it, in the mail's order."""
    waiting = [part]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(part.parts))


class _Splitter:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.problems: set[str] = set()
        self.count = 0
        self.open: list[Part] = []  # multiparts whose end has not been seen, outermost first
        self.leaf: Part | None = None
        self.false_lines = 0
        self.cut = False

    def run(self) -> Tree:
        root = self._entity(self._skip_envelope(), None)
        while self.open and (line := self._next_line()) is not None:
            self._boundary_line(*line)
        self._close(0, len(self.raw))
        if self.false_lines > MAX_FALSE_LINES or self.cut:
            self.problems.add("too-many-parts")
        for part in walk(root):
            if part.is_multipart and not part.parts:
                part.kind = "text/plain"
                self.problems.add("multipart-without-parts")
        return Tree(root, self.problems)

    def _skip_envelope(self) -> int:
        """Past a byte order mark, blank lines and the "From " line of a mailbox file."""
        at = 3 if self.raw.startswith(b"\xef\xbb\xbf") else 0
        while self.raw[at : at + 1] in (b"\r", b"\n"):
            at += 1
        if self.raw[at : at + 5] == b"From " or self.raw[at : at + 6] == b">From ":
            at = self.raw.find(b"\n", at) + 1 or len(self.raw)
        return at

    def _entity(self, at: int, parent: Part | None) -> Part:
        """Read a header block at `at`; the new part is open from its body on."""
        self.count += 1
        body = self._body_start(at)
        fields = read_fields(self.raw[at:body])
        depth = parent.depth + 1 if parent else 0
        part = Part(fields, body, len(self.raw), depth)
        self._type(part, parent)
        self.position = max(at, body - 1)
        if part.is_multipart and part.boundary:
            self.open.append(part)
            self.leaf = None
        else:
            self.leaf = part
        if parent:
            parent.parts.append(part)
        return part

    def _type(self, part: Part, parent: Part | None) -> None:
        kind, part.parameters = read_parameters(part.raw("content-type"))
        kind = kind.split()[0] if kind.split() else ""
        if kind == "text":
            kind = "text/plain"
        if kind.count("/") != 1 or len(kind) > 100:
            digest = parent is not None and parent.kind == "multipart/digest"
            kind = "message/rfc822" if digest else "text/plain"
        part.kind = kind
        if not part.is_multipart:
            return
        part.boundary = _boundary(part)
        if part.depth >= MAX_DEPTH:
            part.kind, part.boundary = "application/octet-stream", b""
            self.problems.add("nested-too-deep")
        elif not part.boundary:
            self.problems.add("no-boundary")

    def _body_start(self, at: int) -> int:
        """Where the header block that begins at `at` has its end."""
        raw, limit = self.raw, min(len(self.raw), at + MAX_BLOCK)
        while at < limit:
            end = raw.find(b"\n", at, limit)
            end = limit if end < 0 else end
            line = raw[at : min(end, at + 120)]
            if not line.strip(b"\r"):
                return end + 1 if end < len(raw) else end
            if self._is_boundary(line):
                return at
            if not is_field(line):
                self.problems.add("broken-headers")
                return at
            at = end + 1
        return min(at, len(raw))

    def _next_line(self) -> tuple[int, int] | None:
        """Start and end of the next line that may be a boundary."""
        if self.false_lines > MAX_FALSE_LINES:
            return None
        raw, at = self.raw, self.position
        if not (raw[at : at + 2] == b"--" and (at == 0 or raw[at - 1 : at] == b"\n")):
            at = raw.find(b"\n--", at) + 1
            if not at:
                return None
        end = raw.find(b"\n", at, at + 1000)
        end = min(len(raw), at + 1000) if end < 0 else end
        self.position = max(end, at + 1)
        return at, end

    def _is_boundary(self, line: bytes) -> bool:
        if not line.startswith(b"--"):
            return False
        line = line[2:].rstrip()
        return any(line in (part.boundary, part.boundary + b"--") for part in self.open)

    def _boundary_line(self, at: int, end: int) -> None:
        line = self.raw[at + 2 : end].rstrip()
        for index in range(len(self.open) - 1, -1, -1):
            boundary = self.open[index].boundary
            if line == boundary:
                self._begin(index, at, end)
                return
            if line[:-2] == boundary and line.endswith(b"--"):
                self._close(index, at)
                return
        self.false_lines += 1

    def _begin(self, index: int, at: int, end: int) -> None:
        owner = self.open[index]
        self._close(index + 1, at)
        if self.count > MAX_PARTS:
            self.cut = True
            self.false_lines = MAX_FALSE_LINES + 1  # what follows stays unread
            return
        self._entity(min(end + 1, len(self.raw)), owner)

    def _close(self, index: int, at: int) -> None:
        """End the open leaf and the multiparts from `index` on before the line at `at`."""
        if at < len(self.raw):
            at -= 2 if self.raw[at - 2 : at] == b"\r\n" else 1  # it belongs to the boundary
        if self.leaf is not None:
            self.leaf.end = max(self.leaf.start, at)
            self.leaf = None
        for part in self.open[index:]:
            part.end = max(part.start, at)
        if at >= len(self.raw) and self.open[index:] and self.open[index].parts:
            self.problems.add("unclosed-boundary")
        del self.open[index:]


_BARE_BOUNDARY = re.compile(rb'boundary\s*=\s*"?([^";\s]{1,200})', re.IGNORECASE)


def _boundary(part: Part) -> bytes:
    boundary = part.parameters.get("boundary", "")
    if not boundary and (bare := _BARE_BOUNDARY.search(part.raw("content-type"))):
        return bare[1]  # a forgotten semicolon
    return boundary.encode("utf-8", "surrogateescape").rstrip()[:200]
