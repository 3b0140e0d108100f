"""Links in what people write: with a scheme or bare, defanged, full-width, beside Chinese marks."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from octant.core.safety.links.suffixes import is_top_level

MOST_LINKS = 100
# Full-width forms and other dots, one character for one, so that positions stay true.
_FOLD = {chr(0xFF01 + at): chr(0x21 + at) for at in range(94)} | dict.fromkeys("。｡․", ".")
_FOLDED = re.compile("[\uff01-\uff5e。｡․]")
# Where an address ends: a space, a quote, a mask, or Chinese writing, which needs no space.
_END = r"\s<>\"'`“”‘’⟦⟧\u3000-\u303f\u3400-\u9fff\uf900-\ufaff"
_REST = rf"(?:[/?#\\][^{_END}]{{0,2048}})?"
_DOT = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\{\.\})"
# A letter of a host that is neither Chinese nor a mark: look-alikes come in every alphabet.
_CHAR = r"[^\W_\u3400-\u9fff\uf900-\ufaff]"
_NAME = rf"{_CHAR}(?:{_CHAR}|[-_]){{0,62}}"
_LINK = re.compile(
    rf"(?P<scheme>(?<![a-z0-9])[a-z][a-z0-9+.\-]{{1,15}}(?::|\[:\])[/\\]{{2,4}}[^{_END}]{{1,2048}}"
    rf"(?:[\u3400-\u9fff]{{1,30}}\.[\u3400-\u9fffa-z]{{2,12}}{_REST})?"
    rf"|(?<![a-z0-9])[a-z][a-z0-9+.\-]{{1,15}}://[\u3400-\u9fff\w\-]{{1,63}}(?:\.[\u3400-\u9fff\w\-]{{1,63}}){{1,4}}{_REST})"
    rf"|(?P<code>(?<![a-z0-9])(?:(?:javascript|vbscript|view-source):[^\s]{{2}}[^{_END}]{{0,2048}}"
    rf"|data:[a-z]{{2,12}}/[a-z0-9.+\-]{{2,40}}[;,][^{_END}]{{0,2048}}|itms-services:[^{_END}]{{2,2048}}))"
    rf"|(?P<bare>(?<![@.\-_])(?<!{_CHAR})(?>{_NAME}(?:{_DOT}{_NAME}){{1,9}})(?::[0-9]{{1,5}})?(?!@){_REST})",
    re.IGNORECASE,
)  # fmt: skip
_TRAILING = ".,;:!?*_~'\"|"
_PAIRS = {")": "(", "]": "[", "}": "{"}
# Endings of countries that are also those of files, and words after a missing space.
_WORDS = "py rs md sh pl so ps zip mov pm my is it no to me in at be by as do us am"
_ALSO_WORDS = frozenset(_WORDS.split())
# What every link has: a colon, or a dot with a letter behind it, or a dot in brackets.
_MAYBE = re.compile(
    rf"[:：]|[.．。｡․](?={_CHAR})|[\[({{［（｛](?:[.．。｡․]|[dｄ][oｏ][tｔ])", re.IGNORECASE
)


_SPACE = re.compile(r"\s")


class Found(NamedTuple):
    """Where a link stands in the text (code points, end exclusive), and as it is written.

    `sure` is false for what may as well be a file or two words: `setup.py`, `yes.it`.
    """

    start: int
    end: int
    text: str
    sure: bool = True


def find_links(text: str, most: int = MOST_LINKS) -> list[Found]:
    """Links in order, none over another, `most` at the most."""
    if not _MAYBE.search(text):
        return []
    found = []
    for link in _links(text):
        found.append(link)
        if len(found) == most:
            break
    return found


def _links(text: str) -> Iterator[Found]:
    folded = text if text.isascii() else _FOLDED.sub(lambda one: _FOLD[one[0]], text)
    for match in _matches(folded):
        start, end = match.start(), _trimmed(folded, match.start(), match.end())
        if match["bare"]:
            end = _bare_end(text, folded, start, end)
        if end - start > 3:
            written = folded[start:end]
            sure = not match["bare"] or written.lower().rpartition(".")[2] not in _ALSO_WORDS
            yield Found(start, end, text[start:end], sure or written.count(".") > 1)


def _matches(folded: str) -> Iterator[re.Match[str]]:
    """No link goes over a space, so the pattern is tried on the few words that may hold one."""
    done = 0
    while maybe := _MAYBE.search(folded, done):
        at = maybe.start()
        start = max(done, folded.rfind(" ", done, at) + 1, folded.rfind("\n", done, at) + 1)
        space = _SPACE.search(folded, at)
        done = space.start() if space else len(folded)
        yield from _LINK.finditer(folded, start, done)


def _trimmed(text: str, start: int, end: int) -> int:
    """Without the marks of the sentence around it; a closing bracket stays with its opening one."""
    while end > start:
        last = text[end - 1]
        if last in _PAIRS:
            if text.count(_PAIRS[last], start, end) >= text.count(last, start, end):
                return end
        elif last not in _TRAILING:
            return end
        end -= 1
    return end


def _bare_end(text: str, folded: str, start: int, end: int) -> int:
    """Where a bare name ends: at a top level that exists. Nothing (`start`) if it is no link."""
    whole = folded[start:end]
    host = re.split(r"[/?#\\:]", whole, maxsplit=1)[0]
    labels = re.split(_DOT, host)
    if len(host) < len(whole):
        return end if is_top_level(labels[-1].lower()) else start
    # 。 ends a sentence as often as it stands for a dot, so what follows it may not belong.
    while len(labels) > 2 and not is_top_level(labels[-1].lower()):
        cut = len(host) - len(labels[-1])
        if text[start + cut - 1] != "。":
            return start
        host, labels = host[: cut - 1], labels[:-1]
    return start + len(host) if _plausible(labels) else start


def _plausible(labels: list[str]) -> bool:
    top = labels[-1]
    if not is_top_level(top.lower()) or all(label.isdigit() for label in labels[:-1]):
        return False
    if top[:1].isupper() and not top.isupper() and labels[0][:1].islower():
        return False  # "thanks.My next question": a missing space
    return labels[0].lower() != "www" or len(labels) > 2
