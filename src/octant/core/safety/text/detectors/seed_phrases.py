"""Recovery phrases in the ten alphabetic lists of BIP-39, Electrum's, and Monero's.

Sources: github.com/bitcoin/bips, BIP-39; `octant.core.safety.text.bip39` for checksums.
Inline, numbered, one a line, any punctuation: only words count, what is between does not.
Twelve and more list words whose checksum is right are redacted; without one, or with one
unknown word that is nearly a list word, the sender is warned.
"""

from collections.abc import Callable, Iterator

from octant.core.safety.text.bip39 import LENGTHS, is_bip39, is_electrum, is_monero
from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page
from octant.core.safety.text.runs import SHORTEST, Word, regions, runs, words_in
from octant.core.safety.text.shape import is_plain_list, is_written_as_list
from octant.core.safety.text.spelling import one_slip_from
from octant.core.safety.text.words import LANGUAGES, MONERO, lists

# Bounds for one text; a message with a phrase or three stays far below. What lies beyond
# is masked unlooked at if it is written as a list.
_MOST_WORDS = 2_000
_MOST_CHECKS = 2_000
_MOST_SHAPES = 100
_MONERO_LENGTHS = (25, 13)

Check = Callable[[list[Word]], bool]


class _Budget:
    """What is left to spend on one text."""

    def __init__(self) -> None:
        self.words, self.checks, self.shapes = _MOST_WORDS, _MOST_CHECKS, _MOST_SHAPES


def find(page: Page) -> Iterator[Hit]:
    """Phrases with a right checksum (redact), and runs that look like one (warn)."""
    budget = _Budget()
    for region in regions(page.low):
        budget.words -= region.words
        if budget.words < 0:
            yield Hit(region.start, region.end, Kind.SEED_PHRASE)
            continue
        words = words_in(page.low, region)
        for place in range(len(LANGUAGES) + 1):
            if region.which & 1 << place:
                yield from _in_list(page.low, words, place, budget)


def _in_list(low: str, words: list[Word], place: int, budget: _Budget) -> Iterator[Hit]:
    bit = 1 << place
    monero = bit == MONERO
    check, lengths = (_monero, _MONERO_LENGTHS) if monero else (_bip39(place), LENGTHS)
    for run, unknown, follower in runs(words, bit):
        hits = list(_in_run(low, _without_labels(run), check, lengths, budget))
        yield from hits
        if not hits and not monero:
            yield from _suspicious(low, run, unknown, follower, place)


def _bip39(place: int) -> Check:
    numbers = lists().numbers[place]

    def check(window: list[Word]) -> bool:
        if is_bip39([numbers[word.text] for word in window]):
            return True
        english = place == 0 and len(window) == SHORTEST
        return english and is_electrum([word.text for word in window])

    return check


def _monero(window: list[Word]) -> bool:
    return is_monero([word.text for word in window])


def _without_labels(run: list[Word]) -> list[Word]:
    """`word 1: abandon, word 2: …`: the label is a list word too, and no part of the phrase."""
    if len(run) < 2 * SHORTEST:
        return run
    label = run[0].text
    if run[2].text != label or run[4].text != label:
        return run
    rest = [word for word in run if word.text != label]
    return rest if SHORTEST <= len(rest) <= len(run) * 0.6 else run


def _in_run(
    low: str, run: list[Word], check: Check, lengths: tuple[int, ...], budget: _Budget
) -> Iterator[Hit]:
    windows: list[tuple[int, int]] = []
    for length in lengths:
        for start in range(len(run) - length + 1):
            budget.checks -= 1
            if budget.checks < 0:
                if is_written_as_list(low, run[: LENGTHS[0]]):
                    yield Hit(run[0].start, run[-1].end, Kind.SEED_PHRASE)
                return
            window = run[start : start + length]
            if check(window):
                budget.shapes -= 1
                if budget.shapes < 0 or is_written_as_list(low, window):
                    windows.append((start, start + length))
    for start, end in _chosen(low, run, windows):
        yield Hit(run[start].start, run[end - 1].end, Kind.SEED_PHRASE)


def _chosen(low: str, run: list[Word], windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest window, if it stands by itself; else all of them.

    Words before a phrase (`my secret phrase`) are list words too, and a window over them
    is right by chance once in 16. A window that begins after a colon or a line end, or
    with the run, and ends with a line, sentence or the run, is the phrase itself.
    """
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(windows, key=lambda window: (window[0] - window[1], window[0])):
        if any(start < other_end and end > other for other, other_end in chosen):
            continue
        opens = start == 0 or any(c in ":\n=" for c in _gap(low, run, start))
        closes = end == len(run) or any(c in "\n.!?;" for c in _gap(low, run, end))
        if not (opens and closes):
            return windows
        chosen.append((start, end))
    return chosen


def _gap(low: str, run: list[Word], place: int) -> str:
    """What stands before the word at `place`."""
    return low[run[place - 1].end : run[place].start]


def _suspicious(
    low: str, run: list[Word], unknown: Word | None, follower: list[Word], place: int
) -> Iterator[Hit]:
    if len(run) >= SHORTEST:
        if is_plain_list(low, run):
            yield Hit(run[0].start, run[-1].end, Kind.SEED_WORDS)
        return
    if unknown is None or len(run) + len(follower) + 1 < SHORTEST or len(follower) >= SHORTEST:
        return
    if not is_plain_list(low, [*run, unknown, *follower]):
        return
    if one_slip_from(unknown.text, lists().numbers[place]):
        first = run[0] if run else unknown
        last = follower[-1] if follower else unknown
        yield Hit(first.start, last.end, Kind.SEED_WORDS)
