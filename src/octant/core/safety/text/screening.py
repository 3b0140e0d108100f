"""`screen`: the one way from text that somebody sent to text that may be stored."""

from bisect import bisect_right

from octant.core.safety.text.detectors import hits as hits_on
from octant.core.safety.text.errors import TextTooLong
from octant.core.safety.text.fingerprint import fingerprint
from octant.core.safety.text.kinds import Action
from octant.core.safety.text.known import NOTHING_KNOWN, KnownReferences
from octant.core.safety.text.masks import blank_masks, mask_for
from octant.core.safety.text.normalise import Offsets, clean, view
from octant.core.safety.text.page import Hit, Page
from octant.core.safety.text.screened import Finding, Screened, seal

MAX_CHARS = 100_000
# How often a text is looked at again; a text longer than a message only once, and only so many
# characters on both sides of each mask: fewer where there are many masks.
_ROUNDS = 6
_MESSAGE_CHARS = 10_000
_ROUND_MASK, _MANY_MASKS, _ROUND_MANY = 600, 32, 100
_RANK = {Action.REDACT: 0, Action.HOLD: 1, Action.WARN: 2}


def screen(
    text: str, *, known: KnownReferences | None = None, max_chars: int = MAX_CHARS
) -> Screened:
    """`text` as it may be stored, with secrets masked, and what was found.

    Any string is accepted (control characters, broken surrogates, whatever script);
    only length is refused, with TextTooLong. `known` holds the sender's own references,
    which are never masked. Pure: reads no settings and no database (but `known` may).
    """
    if len(text) > max_chars:
        raise TextTooLong(len(text), max_chars)
    stored, to_given = clean(text)
    hits = find(stored, known or NOTHING_KNOWN)
    if not hits:
        return seal(stored, ())
    return _masked(text, stored, hits, to_given)


def find(stored: str, known: KnownReferences) -> list[Hit]:
    """Hits in positions of `stored`, sorted, none overlapping another.

    Masking may free a secret that touched another one, so what would be stored is looked
    at again until nothing more is found in it."""
    hits = _found(stored, known)
    is_long = len(stored) > _MESSAGE_CHARS
    for _round in range(1 if is_long else _ROUNDS):
        masked = [hit for hit in hits if hit.action is not Action.WARN]
        if not masked:
            break
        text, starts = _with_masks(stored, masked)
        seen = _round_masks(text, starts, known) if is_long else _found(text, known)
        more = [hit for hit in seen if hit.action is not Action.WARN]
        if not more:
            break
        hits = _apart(hits + [_unmasked(hit, masked, starts) for hit in more])
    return hits


def _round_masks(text: str, starts: list[int], known: KnownReferences) -> list[Hit]:
    """What is found near the masks that begin at `starts`; not what a cut may have made."""
    reach = _ROUND_MASK if len(starts) <= _MANY_MASKS else _ROUND_MANY
    pieces: list[tuple[int, int]] = []
    for start in starts:
        first, last = max(0, start - reach), min(len(text), start + reach)
        if pieces and first <= pieces[-1][1]:
            first = pieces.pop()[0]
        pieces.append((first, last))
    return [
        Hit(hit.start + first, hit.end + first, hit.kind)
        for first, last in pieces
        for hit in _found(text[first:last], known)
        if (hit.start or not first) and (hit.end < last - first or last == len(text))
    ]


def _with_masks(stored: str, hits: list[Hit]) -> tuple[str, list[int]]:
    """The text with its masks, and where each of them starts in it."""
    pieces: list[str] = []
    starts: list[int] = []
    at = length = 0
    for hit in hits:
        mask = mask_for(hit.kind, hit.action)
        pieces += (stored[at : hit.start], mask)
        length += hit.start - at
        starts.append(length)
        length += len(mask)
        at = hit.end
    return "".join((*pieces, stored[at:])), starts


def _unmasked(hit: Hit, masks: list[Hit], starts: list[int]) -> Hit:
    """A hit in the text with masks, in positions of the text without; over a mask, all of it."""
    return Hit(
        _position(hit.start, masks, starts)[0], _position(hit.end - 1, masks, starts)[1], hit.kind
    )


def _position(at: int, masks: list[Hit], starts: list[int]) -> tuple[int, int]:
    """The span that one character of the text with masks stands for."""
    number = bisect_right(starts, at) - 1
    if number < 0:
        return at, at + 1
    mask = masks[number]
    beyond = at - starts[number] - len(mask_for(mask.kind, mask.action))
    if beyond < 0:
        return mask.start, mask.end
    return mask.end + beyond, mask.end + beyond + 1


def _found(stored: str, known: KnownReferences) -> list[Hit]:
    seen, back = view(stored)
    seen = blank_masks(seen)
    page = Page(seen, seen.lower(), known)
    hits = hits_on(page)
    if not hits:
        return []
    if back is not None:
        hits = [Hit(*back.back(hit.start, hit.end), hit.kind) for hit in hits]
    return _apart(hits)


def _apart(hits: list[Hit]) -> list[Hit]:
    """Overlapping hits become one over both; the stronger action names it."""
    result: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        if not result or hit.start >= result[-1].end:
            result.append(hit)
            continue
        last = result[-1]
        stronger = min(last, hit, key=lambda each: (_RANK[each.action], each.start))
        result[-1] = Hit(last.start, max(last.end, hit.end), stronger.kind)
    return result


def _masked(given: str, stored: str, hits: list[Hit], to_given: Offsets | None) -> Screened:
    pieces: list[str] = []
    findings: list[Finding] = []
    at = length = 0
    for hit in hits:
        value = stored[hit.start : hit.end]
        shown = value if hit.action is Action.WARN else mask_for(hit.kind, hit.action)
        pieces += (stored[at : hit.start], shown)
        length += hit.start - at
        start, end = to_given.back(hit.start, hit.end) if to_given else (hit.start, hit.end)
        findings.append(
            Finding(
                kind=hit.kind,
                start=start,
                end=end,
                action=hit.action,
                fingerprint=fingerprint(hit.kind.value, value),
                stored_start=length,
                stored_end=length + len(shown),
            )
        )
        length += len(shown)
        at = hit.end
    pieces.append(stored[at:])
    return seal("".join(pieces), tuple(findings))


def screen_whole(parts: tuple[Screened, ...], separator: str) -> Screened:
    """For `Screened.rejoin`: the parts in one text, screened over their seams."""
    whole = separator.join(part.text for part in parts)
    again = screen(whole, max_chars=len(whole))
    shift, kept = 0, list(again.findings)
    for part in parts:
        kept += [_moved(found, shift) for found in part.findings]
        shift += len(part.text) + len(separator)
    return seal(again.text, tuple(kept))


def _moved(found: Finding, by: int) -> Finding:
    return Finding(
        kind=found.kind,
        start=found.start + by,
        end=found.end + by,
        action=found.action,
        fingerprint=found.fingerprint,
        stored_start=found.stored_start + by,
        stored_end=found.stored_end + by,
    )


def screen_together(
    texts: list[str], *, known: KnownReferences | None = None, max_chars: int = MAX_CHARS
) -> list[Screened]:
    """Consecutive messages of one sender, screened as one and handed back one by one.

    A secret that was sent in parts (a seed phrase, six words a message) is masked in
    each part. Already stored masks stay as they are. `max_chars` holds for each text.
    """
    for text in texts:
        if len(text) > max_chars:
            raise TextTooLong(len(text), max_chars)
    cleaned = [clean(text) for text in texts]
    whole = "\n".join(stored for stored, _ in cleaned)
    hits = find(whole, known or NOTHING_KNOWN)
    result, shift = [], 0
    for text, (stored, offsets) in zip(texts, cleaned, strict=True):
        end = shift + len(stored)
        own = [
            Hit(max(hit.start, shift) - shift, min(hit.end, end) - shift, hit.kind)
            for hit in hits
            if hit.start < end and hit.end > shift
        ]
        result.append(_masked(text, stored, own, offsets))
        shift = end + 1
    return result
