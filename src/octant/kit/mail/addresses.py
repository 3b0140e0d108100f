"""Mailboxes of From, To and their like, read leniently and in linear time."""

import re
from dataclasses import dataclass

from octant.kit.mail.charsets import decode_text
from octant.kit.mail.headers import clean_line, decode_words

MAX_MAILBOXES = 1_000

_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*(?:"|\\?$)|<[^<>]*>?|\(|\)|[,;:]|\\.|[^"<(),;:\\]+|.', re.DOTALL
)
_ADDRESS = re.compile(r"[^\s@<>,;]{1,320}@[^\s@<>,;]{1,255}")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """`address` has its domain in lower case, international ones as punycode; "" if none could
    be read. `name` is what the writer calls it and proves nothing."""

    name: str
    address: str


def read_mailboxes(raw: bytes, hint: str = "") -> tuple[Mailbox, ...]:
    """All mailboxes of a field's raw value, those inside groups too.

    Split before encoded words are decoded, so that a comma or an address within a name stays
    within the name.
    """
    text, _ = decode_text(raw, hint=hint)
    reader = _Reader()
    for match in _TOKEN.finditer(text):
        reader.take(match[0])
        if len(reader.found) >= MAX_MAILBOXES:
            break
    reader.finish()
    return tuple(reader.found[:MAX_MAILBOXES])


def normal_address(text: str) -> str:
    """An address with its domain in lower case and punycode, without route and spaces."""
    text = re.sub(r"\s+", "", text)
    if text.startswith("@") and ":" in text:  # a source route, RFC 5322 section 4.4
        text = text.rpartition(":")[2]
    text = text.removeprefix("mailto:")
    local, at, domain = text.rpartition("@")
    if not at or not local:
        return clean_line(text) if not at else ""
    return f"{clean_line(local)}@{_domain(clean_line(domain))}"


def _domain(domain: str) -> str:
    domain = domain.lower().rstrip(".")
    if domain.isascii() or len(domain) > 255:
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


class _Reader:
    """Gathers one mailbox after the other from tokens."""

    def __init__(self) -> None:
        self.found: list[Mailbox] = []
        self._start()

    def _start(self) -> None:
        self.words: list[str] = []
        self.comment: list[str] = []
        self.angle: str | None = None
        self.depth = 0

    def take(self, token: str) -> None:
        if token == "(":
            self.depth += 1
        elif token == ")":
            self.depth = max(0, self.depth - 1)
        elif self.depth:
            self.comment.append(token)
        elif token in (",", ";"):
            self.finish()
        elif token == ":" and self.angle is None:
            if len(self.words) < 20 and not _ADDRESS.search("".join(self.words)):  # a group's name
                self._start()
        elif token[0] == "<" and len(token) > 1:
            self._angle(token.strip("<>"))
        else:
            self.words.append(token)

    def _angle(self, inside: str) -> None:
        if self.angle and "@" in self.angle:
            self.finish()  # two in a row, their comma forgotten
        self.angle = inside

    def finish(self) -> None:
        """Close the mailbox at hand, if there is one."""
        words, comment = "".join(self.words).strip(), _name("".join(self.comment))
        if self.angle is not None:
            self.found.append(Mailbox(_name(words) or comment, normal_address(self.angle)))
        elif match := _ADDRESS.search(words):
            rest = _name(words[: match.start()] + words[match.end() :])
            address = words if words.startswith('"') else match[0]
            self.found.append(Mailbox(rest or comment, normal_address(address)))
        elif words:
            self.found.append(Mailbox(_name(words), ""))
        self._start()


_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)(?:"|\\?$)', re.DOTALL)


def _name(text: str) -> str:
    text = _QUOTED.sub(lambda match: re.sub(r"\\(.)", r"\1", match[1]), text)
    text = clean_line(decode_words(text) if "=?" in text else text)
    return " ".join(text.split())[:1000]
