"""Where in a text a quoted mail begins."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from octant.kit.mail.reply_words import (
    ADDRESS,
    DATE,
    FIELD,
    FORWARDED,
    NAME_LAST,
    ORIGINAL,
    RUN_ON,
    STARTS,
    TIME,
    TITLE,
    VERB,
    field_kind,
    wrote,
)


class Kind(Enum):
    """An attribution ("… wrote:"), a line such as "Original Message", or a block of fields."""

    WROTE = 1
    ORIGINAL = 2
    FORWARDED = 3
    FIELDS = 4


@dataclass(frozen=True, slots=True)
class Marker:
    """Lines `start` to `end` (exclusive) that stand above a quoted mail."""

    start: int
    end: int
    kind: Kind


QUOTE = re.compile(r"[ \t]*>")
RULE = re.compile(r"\s*(?:[>*]\s*)?(?:([-–—_=*#~+─])(?:\s?\1)+|ᐧ)\s*")
_ENDS_SENTENCE = re.compile(r"[.!?。！？…]\s*$")
_ISO_START = re.compile(r"[\s>]*[12]\d{3}[-/]\d{1,2}[-/]\d{1,2}\b")
_SPEAKS = re.compile(r"\b(?:I(?!\.)|you|ich|mir|Ihr|je|vous|yo|ik|я|мне|вы)\b|我|你|您")
_CITED = re.compile(r"[\s>]*[\"'“”„«「『‘]")
_LONGEST_ATTRIBUTION = 600
MAX_MARKERS = 50  # below that many nobody reads; each costs time

At = Callable[[int], int]  # the number of the line that holds an offset


def find_markers(text: str, lines: list[str]) -> list[Marker]:
    """The first markers of a text, in order, none within another."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def at(offset: int) -> int:
        return bisect_right(starts, offset) - 1

    found = [Marker(n, n + 1, Kind.ORIGINAL) for n in _lines(ORIGINAL, text, at)]
    found += [Marker(n, n + 1, Kind.FORWARDED) for n in _lines(FORWARDED, text, at)]
    found += [Marker(n, n + 1, Kind.WROTE) for n in _run_on(text, at)]
    found += _field_blocks(text, lines, at)
    found += _attributions(text, lines, at)
    found.sort(key=lambda marker: (marker.start, -marker.end))
    kept: list[Marker] = []
    for marker in found:
        end = kept[-1].end if kept else 0
        if marker.start >= end:
            kept.append(_with_rules_above(marker, lines, end))
    return kept[:MAX_MARKERS]


def _lines(pattern: re.Pattern[str], text: str, at: At) -> list[int]:
    return [at(match.end()) for match in pattern.finditer(text)]


def _run_on(text: str, at: At) -> list[int]:
    found = RUN_ON.finditer(text)
    return [at(match.start()) for match in found if DATE.search(match[0]) and TIME.search(match[0])]


def _with_rules_above(marker: Marker, lines: list[str], first: int) -> Marker:
    """A rule or a title that a program draws above its fields belongs to them."""
    at = marker.start
    while at > first and not lines[at - 1].strip(" \t>"):
        at -= 1
    if marker.kind is Kind.WROTE or at <= first:
        return marker
    above = lines[at - 1]
    titled = marker.kind is Kind.FIELDS and TITLE.fullmatch(above)
    if titled or RULE.fullmatch(above):
        return Marker(at - 1, marker.end, marker.kind)
    return marker


def _field_blocks(text: str, lines: list[str], at: At) -> list[Marker]:
    kinds: dict[int, str] = {}
    for match in FIELD.finditer(text):
        kinds.setdefault(at(match.start(1)), field_kind(match[1]))
    blocks, done = [], -1
    for number in sorted(kinds):
        if number < done or kinds[number] not in ("from", "date", "subject"):
            continue
        end = _block_end(number, kinds, lines)
        seen = {kinds[each] for each in range(number, end) if each in kinds}
        if _is_block(kinds[number], seen, lines, number, end):
            blocks.append(Marker(number, end, Kind.FIELDS))
            done = end
    return blocks


def _is_block(first: str, seen: set[str], lines: list[str], number: int, end: int) -> bool:
    """A transfer has from, to and date too, but no mail address, and seldom a time; programs that
    leave addresses out begin with who wrote."""
    if "from" not in seen:
        return False
    block = "\n".join(lines[number:end])
    whole = first == "from" and "subject" in seen and TIME.search(block)
    if len(seen) >= 3 and (ADDRESS.search(block) or whole):
        return True
    above = next((line for line in reversed(lines[max(0, number - 2) : number]) if line), "")
    return bool(RULE.fullmatch(above)) and len(seen) >= 2


def _block_end(number: int, kinds: dict[int, str], lines: list[str]) -> int:
    """Past the last field; between two of them one blank line, or two that a value runs over."""
    last = number
    for each in range(number + 1, min(len(lines), number + 40)):
        if each in kinds:
            last = each
        elif each - last > 2 or (each - last > 1 and not lines[each].strip()):
            break
    return last + 1


def _attributions(text: str, lines: list[str], at: At) -> list[Marker]:
    found = []
    done = -1
    for match in wrote(text):
        number = at(max(match.start(), match.end() - 1))
        if number < done or number >= len(lines):
            continue
        marker = _attribution(number, lines)
        if marker:
            found.append(marker)
            done = marker.end
    return found


def _attribution(number: int, lines: list[str]) -> Marker | None:
    if len(lines[number]) > _LONGEST_ATTRIBUTION:
        return None
    end = _colon(number, lines)
    if end is None:
        return None
    start = _begin(number, lines)
    joined = " ".join(lines[start:end])
    if len(joined) > _LONGEST_ATTRIBUTION:
        return None
    has_date = bool(DATE.search(joined))
    quoted = _quote_follows(end, lines) or QUOTE.match(lines[start]) is not None
    if _is_strong(start, number, end, lines, joined=joined):
        return Marker(start, end, Kind.WROTE)
    if quoted and (has_date or ADDRESS.search(joined)):
        return Marker(start, end, Kind.WROTE)
    return None


def _is_strong(start: int, number: int, end: int, lines: list[str], *, joined: str) -> bool:
    """Whether it is an attribution although nothing below it is marked as quoted."""
    if _SPEAKS.search(joined):
        return False
    has_date = bool(DATE.search(joined))
    if ADDRESS.search(joined):
        return has_date or _short(joined)
    timed = has_date and TIME.search(joined) and STARTS.match(lines[start])
    return bool(timed and VERB.search(joined)) and _stands_alone(start, number, end, lines)


def _stands_alone(start: int, number: int, end: int, lines: list[str]) -> bool:
    """Whether a line without an address is a program's: people too write "on Monday you wrote:",
    within a paragraph, and then the words in quotation marks."""
    within = start > 0 and lines[start - 1].strip(" \t>")
    below = next((line for line in lines[end : end + 3] if line.strip()), "")
    return not within and not NAME_LAST.search(lines[number]) and not _CITED.match(below)


def _short(joined: str) -> bool:
    """Name, address, "wrote:" and no more: a sentence with an address in it is longer."""
    name = ADDRESS.split(joined)[0].strip(" <>\"'")
    return len(name) <= 60 and not re.search(r"[,.;!?，。；！？]\s", name)


def _colon(number: int, lines: list[str]) -> int | None:
    """The line after the one that ends the attribution."""
    for each in range(number, min(len(lines), number + 3)):
        line = lines[each].rstrip(" \t*_-")
        if line.endswith((":", "：")) or (each == number and lines[each].rstrip().endswith("--")):
            return each + 1
        if not line.strip():
            break
    line = lines[number].rstrip()
    bare = re.search(r"(?:写道|寫道|wrote)$", line) or _ISO_START.match(line)
    return number + 1 if bare else None


def _begin(number: int, lines: list[str]) -> int:
    """The first line of an attribution that ends at `number`."""
    blanks = 0
    for each in range(number, max(-1, number - 6), -1):
        line = lines[each]
        if not line.strip(" \t>"):
            blanks += 1
            continue
        if each < number and _ENDS_SENTENCE.search(line):
            break
        if STARTS.match(line) and (DATE.search(line) or TIME.search(line)):
            return _named_above(each, number, lines)
        if blanks and each < number and not line.lstrip().startswith(("<", "mailto:")):
            break
    return number


def _named_above(start: int, number: int, lines: list[str]) -> int:
    """Gmail breaks "Name <address>" off before 于 and the date."""
    above = lines[start - 1].rstrip() if start else ""
    if re.match(r"[ \t>]*[于於]", lines[start]) and ADDRESS.search(above) and above.endswith(">"):
        return start - 1
    return start


def _quote_follows(end: int, lines: list[str]) -> bool:
    following = next((line for line in lines[end : end + 4] if line.strip()), "")
    return QUOTE.match(following) is not None or following.startswith("|")
