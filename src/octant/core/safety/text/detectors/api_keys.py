"""API keys and secrets of exchanges, and private keys without a checksum, by their context.

Kraken: key 56 and secret 88 characters of base64 (docs.kraken.com, API keys). Others have
no common form (Binance 64 letters and digits, OKX a UUID and 32 hex digits, Coinbase a
UUID and PEM), so the words before a long random value decide.
"""

import re
from collections.abc import Iterator

from octant.core.safety.text.detectors.randomness import is_random
from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/]{56}|[A-Za-z0-9+/]{86}==)(?![A-Za-z0-9+/=])"
)
_ABOUT_API = re.compile(
    r"api|secret|priv(?:ate)?[ _-]?key|kraken|credential"
    r"|密[钥鑰]|私[钥鑰]|秘[钥鑰]|接口|金鑰"
)
_NOT_API = re.compile(
    r"sha-?512|integrity|signature|签名|簽名|digest|public|公钥|hash|哈希|交易|\btx"
)
_ANCHORS = (
    "api", "key", "secret", "passphrase", "密钥", "密鑰", "秘钥", "秘鑰", "私钥", "私鑰", "私匙",
    "金鑰",
)  # fmt: skip
# After `api key`, `secret`, `密钥` and the like: a connector, then the value.
_VALUE = re.compile(
    r"(?:\s?\([^()\n]{0,24}\))?[\"'`*]{0,3}\s{0,3}(?:is|was|=>|->|[:=]|是|为|為|如下)?[:=]?"
    r"[\s\"'`*]{0,5}([a-z0-9+/_=.\-]{16,200})"
)
_NAME = re.compile(
    r"(?:api[ _-]?(?:key|secret|sign|token|passphrase)?|apikey"
    r"|(?:secret|private|priv|access|signing|client|wallet)[ _-]?(?:key|secret)|secret"
    r"|密[钥鑰]|秘[钥鑰]|私[钥鑰匙]|金鑰)$"
)
_NOT_SECRET = re.compile(r"(?:public|pub|公|not a|not my|tx|transaction)[ _-]?$")


def find(page: Page) -> Iterator[Hit]:
    """Values named as keys or secrets, and Kraken's two forms near a word about them."""
    if not page.long_tokens:
        return
    for start, end in page.long_tokens:
        if end - start < 56:
            continue
        for found in _BASE64.finditer(page.text, start, end):
            if is_random(found[0], mixed=True) and _is_about_api(page, *found.span()):
                yield Hit(*found.span(), Kind.API_KEY)
    for start, end in page.after(_ANCHORS):
        value = _VALUE.match(page.low, end)
        touching = value is not None and value.start(1) == end and page.low[start].isascii()
        if value is not None and not touching:
            yield from _named(page, start, end, *value.span(1))


def _is_about_api(page: Page, start: int, end: int) -> bool:
    before = page.low[max(0, start - 100) : start]
    api = max((found.end() for found in _ABOUT_API.finditer(before)), default=-1)
    other = max((found.end() for found in _NOT_API.finditer(before)), default=-1)
    if api < 0 and other < 0:
        return _ABOUT_API.search(page.low, end, end + 30) is not None
    return api > other


def _named(page: Page, start: int, name_end: int, value_start: int, end: int) -> Iterator[Hit]:
    name = _NAME.search(page.low, max(0, start - 12), name_end)
    value = page.text[value_start:end].rstrip(".-")
    if name is None or value in page.known:
        return
    if page.spend(2) and not is_random(value):  # a flood of them is masked unlooked at
        return
    if _NOT_SECRET.search(page.low, max(0, name.start() - 14), name.start()):
        return
    private = "priv" in name[0] or "私" in name[0]
    kind = Kind.PRIVATE_KEY if private else Kind.API_KEY
    yield Hit(value_start, value_start + len(value), kind)
