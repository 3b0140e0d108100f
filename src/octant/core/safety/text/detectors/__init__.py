"""One module a family of secrets; each has `find(page)` and cites its source."""

from collections.abc import Callable, Iterator

from octant.core.safety.text.detectors import key_files, wallet_keys
from octant.core.safety.text.page import Hit, Page

DETECTORS: tuple[Callable[[Page], Iterator[Hit]], ...] = (
    wallet_keys.find,
    key_files.find,
)
