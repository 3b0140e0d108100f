"""One module a family of secrets; each has `find(page)` and cites its source."""

from collections.abc import Callable, Iterator

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
from octant.core.safety.text.page import Hit, Page

Detector = Callable[[Page], Iterator[Hit]]

# By what a text must have for them to look at it at all: most messages have neither a
# token of twenty characters nor a digit.
ALWAYS: tuple[Detector, ...] = (
    seed_phrases.find,
    chinese_phrases.find,
    key_files.find,
    passwords.find,
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


def hits(page: Page) -> list[Hit]:
    """Everything that any detector finds on the page, unsorted."""
    found = [hit for detect in ALWAYS for hit in detect(page)]
    if b"0" in page.digits:
        found += [hit for detect in WITH_DIGITS for hit in detect(page)]
    if page.long_tokens:
        found += [hit for detect in WITH_LONG_TOKENS for hit in detect(page)]
    return found
