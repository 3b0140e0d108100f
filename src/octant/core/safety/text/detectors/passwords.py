"""Passwords, by the words around them, in English and Chinese.

There is no form to check, so the rules are about how people write: `password: x`, `my
password is x`, `密码是x`. Values that are words about the password (`is incorrect`), that
are code (`password=None`, `password: str`) or stand for one (`<password>`, `****`) pass.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_ANCHORS = (
    "password", "passwort", "passwd", "passcode", "passphrase", "pass phrase", "pwd", "密码",
    "密碼", "口令", "pin", "pass", "pw",
)  # fmt: skip
# Short anchors are parts of other words: they count only by themselves and with : or =.
_SHORT = frozenset(("pin", "pass", "pw", "pwd"))
_VALUE = re.compile(
    r"(?P<name>(?:\s?\([^()\n]{1,20}\))?[\"'`*]{0,3})"
    r"(?P<link>\s{0,2}(?:[:=]|=>|->)\s{0,3}|\s{1,2}(?:is|was)(?:\s?:)?\s{1,2}"
    r"|\s{0,2}(?:是|为|為|就是|叫|改成了?|设置?成了?|設成了?)\s?:?\s{0,2})"
    r"(?P<quote>[\"'`“‘「*]{0,2})(?P<value>[!-~]{4,64})"
)
_ABOUT = frozenset(
    [
        "correct",
        "incorrect",
        "wrong",
        "right",
        "invalid",
        "valid",
        "expired",
        "required",
        "reset",
        "changed",
        "set",
        "not",
        "never",
        "always",
        "also",
        "still",
        "being",
        "been",
        "missing",
        "empty",
        "forgotten",
        "lost",
        "weak",
        "strong",
        "stolen",
        "hacked",
        "compromised",
        "leaked",
        "known",
        "unknown",
        "accepted",
        "rejected",
        "refused",
        "working",
        "broken",
        "fine",
        "good",
        "okay",
        "safe",
        "secure",
        "secured",
        "unsafe",
        "saved",
        "stored",
        "hashed",
        "encrypted",
        "protected",
        "hidden",
        "blank",
        "optional",
        "mandatory",
        "needed",
        "used",
        "using",
        "unique",
        "different",
        "same",
        "similar",
        "about",
        "that",
        "this",
        "what",
        "which",
        "where",
        "when",
        "because",
        "only",
        "just",
        "really",
        "very",
        "your",
        "mine",
        "from",
        "with",
        "case",
        "sensitive",
        "longer",
        "shorter",
        "short",
        "long",
        "enough",
        "allowed",
        "disabled",
        "enabled",
        "locked",
        "blocked",
        "asked",
        "sent",
        "shown",
        "displayed",
        "typed",
        "entered",
        "none",
        "null",
        "true",
        "false",
        "undefined",
        "string",
        "text",
        "bytes",
        "bool",
        "todo",
        "example",
        "password",
        "passwort",
        "changeme",
        "secret",
        "something",
        "nothing",
        "anything",
        "impossible",
        "possible",
        "under",
        "over",
        "like",
        "please",
        "help",
        "there",
        "here",
        "going",
        "getting",
        "unchanged",
        "updated",
        "recovered",
        "recognized",
        "recognised",
        "matching",
        "mismatched",
        "generated",
        "created",
        "deleted",
        "removed",
        "denied",
        "failed",
        "failing",
        "forgot",
        "important",
        "private",
        "personal",
        "confidential",
        "simple",
        "complex",
        "easy",
        "hard",
        "too",
    ]
)
_CODE_LIKE = re.compile(
    r"[\w.]+(?:\(|\[[\"'])|[^/]*/[^/]*/|[^,]*,\w+:|![01],"
    r"|(?:self|request|settings|os|process|env|config|user|form|data|args|options|this|ctx|params)\."
    r"|[$&@%][a-z_]+$|[$%{<\[&@][{(%<]|%[sdr]\b|<|\[|\{|\.\.\.|https?:|//|--|[*•xX.?_#-]{3,}$"
)
_CHARACTERS_AFTER = re.compile(r"[\"'`”’」*,.;!?)\]}>]+$")
_WORD = re.compile("[a-z]{4}")


def find(page: Page) -> Iterator[Hit]:
    """Values that the text says are passwords."""
    seen: set[int] = set()
    low = page.low
    for start, end in page.after(_ANCHORS):
        word = low[start:end]
        if word in _SHORT and not _stands_alone(low, start, end):
            continue
        found = _VALUE.match(page.text, end)
        if found is None or found.start("value") in seen:
            continue
        is_pin = word == "pin" and found["value"].rstrip(".,!").isdigit()
        if word in _SHORT and not is_pin and not {":", "="} & set(found["link"]):
            continue
        span = _value_span(found)
        if span is None:
            continue
        value = page.text[slice(*span)]
        if not page.spend(2) or _is_password(page, start, found, value):
            seen.add(found.start("value"))
            yield Hit(*span, Kind.PASSWORD)


def _stands_alone(low: str, start: int, end: int) -> bool:
    before = start == 0 or not (low[start - 1].isalnum() and low[start - 1].isascii())
    return (
        before and not low[end : end + 1].isalnum() and (start == 0 or low[start - 1] not in "-_.")
    )


def _value_span(found: re.Match[str]) -> tuple[int, int] | None:
    start, end = found.span("value")
    value = found["value"]
    quote = found["quote"][-1:]
    closing = {"“": "”", "‘": "’", "「": "」"}.get(quote, quote)
    if quote == "*" and not value.rstrip(".,").endswith("*"):
        start, closing = start - 1, ""
    if closing and closing in value:
        end = start + value.index(closing)
    elif (tail := _CHARACTERS_AFTER.search(value)) is not None:
        # Trailing marks may belong to the password: take one `!` or `?`, leave the rest.
        kept = 1 if tail[0][0] in "!?*" and len(tail[0]) == 1 else 0
        end = start + tail.start() + kept
    return (start, end) if end - start >= 4 else None


def _is_password(page: Page, start: int, found: re.Match[str], value: str) -> bool:
    low = value.lower()
    if low.strip(".,!?'\"") in _ABOUT or _CODE_LIKE.match(value) or len(set(value)) == 1:
        return False
    if "⟦" in value or value in page.known:
        return False
    symbols = any(not c.isalnum() for c in value)
    digits = any(map(str.isdigit, value))
    letters = any(map(str.isalpha, value))
    if digits and not _is_measure(page.low, found.end("value"), value):
        return letters or symbols or len(value) >= 4
    if not letters or low.endswith(("ed", "ing", "n't", "ly")):
        return False
    return _is_bare_word_password(page, start, found, symbols)


def _is_measure(low: str, end: int, value: str) -> bool:
    """`password: 8 characters`, `密码是8位`, `passcode: 2024-01-02`."""
    return (
        re.match(
            r"\s?(?:char|digit|letter|位|个|个字|times|days|minutes|次|天)", low[end : end + 8]
        )
        is not None
        and value.isdigit()
    )


def _is_bare_word_password(page: Page, start: int, found: re.Match[str], symbols: bool) -> bool:
    """A value without digits: only where somebody speaks of a password of their own."""
    value, link = found["value"], found["link"]
    before = page.low[max(0, start - 24) : start]
    own = re.search(
        r"\b(?:my|the|our|old|new|current|account|login|kraken)\b|我|账[号户]|登录|交易|旧|新",
        before,
    )
    ends = re.match(
        r"[\s\"'”]*(?:$|[\n.,;!?。，；！？]|and\b|but\b|for\b|on\b)",
        page.low[found.end("value") : found.end("value") + 12],
    )
    spoken = any(word in link for word in ("is", "was", "是", "为", "為", "叫", "成"))
    mixed = value != value.lower() and value[1:] != value[1:].lower()
    if page.text[start] > "\x7f" and (spoken or mixed):
        return True
    if len(value) >= 8 and _is_jumbled(value):
        return True
    if symbols and mixed and (own or spoken):
        return True
    if not own or not ends:
        return False
    return (
        (spoken and (symbols or mixed or value.isalpha()))
        or (symbols and mixed)
        or (link.strip() == ":" and value.isalpha())
    )


def _is_jumbled(value: str) -> bool:
    """Capitals, small letters and marks that change too often for words."""
    if not re.fullmatch(r"[A-Za-z!@#$%^&*?+~-]+", value):
        return False
    if value[1:] != value[1:].lower() and value != value.upper() and not _WORD.search(value):
        return True
    classes = [c.isupper() if c.isalpha() else None for c in value]
    return sum(a != b for a, b in pairwise(classes)) >= 0.4 * len(value)
