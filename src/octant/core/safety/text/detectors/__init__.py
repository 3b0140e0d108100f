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

DETECTORS: tuple[Callable[[Page], Iterator[Hit]], ...] = (
    seed_phrases.find,
    chinese_phrases.find,
    wallet_keys.find,
    hex_keys.find,
    keypairs.find,
    key_files.find,
    api_keys.find,
    tokens.find,
    one_time.find,
    passwords.find,
    cards.find,
    identity.find,
)
