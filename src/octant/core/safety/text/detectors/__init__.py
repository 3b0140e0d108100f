"""One module a family of secrets; each has `find(page)` and cites its source."""

from collections.abc import Callable, Iterator
from itertools import chain, islice

from octant.core.safety.text import custom
from octant.core.safety.text.detectors import (
    api_keys,
    cards,
    chinese_phrases,
    hex_keys,
    identity,
    key_files,
    keypairs,
    one_time,
    passwords,
    seed_phrases,
    tokens,
    wallet_keys,
)
from octant.core.safety.text.kinds import Action
from octant.core.safety.text.page import Hit, Page

Detector = Callable[[Page], Iterator[Hit]]

# By what a text must have for them to look at it at all: most messages have neither a
# token of twenty characters nor a digit.
ALWAYS: tuple[Detector, ...] = (
    seed_phrases.find,
    chinese_phrases.find,
    key_files.find,
    passwords.find,
    custom.find,  # the workspace's own
    one_time.find_setup,  # base32 may be without a digit
)
WITH_LONG_TOKENS: tuple[Detector, ...] = (
    wallet_keys.find,
    hex_keys.find,
    keypairs.find,
    api_keys.find,
    tokens.find,
)
WITH_DIGITS: tuple[Detector, ...] = (
    keypairs.find_arrays,
    one_time.find,
    cards.find,
    identity.find,
)


# A text with so many is a list of secrets: it is masked from the first one to its end.
MOST_HITS = 200


def hits(page: Page) -> list[Hit]:
    """Everything that any detector finds on the page, unsorted."""
    detectors = ALWAYS
    if b"0" in page.digits:
        detectors += WITH_DIGITS
    if page.long_tokens:
        detectors += WITH_LONG_TOKENS
    every = chain.from_iterable(detect(page) for detect in detectors)
    found = list(islice(every, MOST_HITS))
    if len(found) < MOST_HITS:
        return found
    masked = [hit for hit in found if hit.action is not Action.WARN] or found
    first = min(masked)
    return [Hit(first.start, len(page.text), first.kind)]
