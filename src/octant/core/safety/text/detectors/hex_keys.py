"""64 hexadecimal digits: an Ethereum-style private key and a transaction hash look alike.

No check in the value can tell (any 32 bytes are a valid secp256k1 key but for 2^-128), so
the nearest keyword decides; what the customer's own records know is never a secret; and
what stays undecided is held. Sources: SEC 2 (secp256k1), ethereum.org, JSON-RPC
(transaction hashes are 0x and 64 digits).
"""

import re
from collections.abc import Iterator

from octant.core.safety.text.context import nearest
from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_HEX = re.compile(r"(?<![0-9A-Za-z])(?:0[xX])?([0-9a-fA-F]{64})(?![0-9A-Za-z])")
_MEANINGS = {
    "secret": re.compile(
        r"priv(?:ate)?[ _-]?keys?|priv(?:ate)?(?![a-z])|secret|\bseed\b|\bsk\b|keystore|wallet key"
        r"|signing[ _-]?key|master[ _-]?key|私钥|私鑰|私匙|秘钥|密钥|密鑰|种子|種子|钱包密码|助记"
    ),
    "public": re.compile(
        r"\btx|transaction|\btrx\b|hash|sha-?256|sha2|digest|checksum|block|withdraw|deposit"
        r"|transfer|payment|\bsent\b|confirmation|explorer|scan\.|/tx/|public|pub[ _-]?key"
        r"|signature|merkle|commit|fingerprint|topic|order|reference|\bref\b|receipt|etag"
        r"|交易|哈希|杂凑|雜湊|散列|区块|區塊|提币|提幣|提现|提現|充币|充幣|充值|转账|轉帳|轉賬"
        r"|到账|到帳|订单|訂單|流水|公钥|公鑰|签名|簽名|校验|摘要|指纹|单号|凭证|转出|转入|打款"
    ),
}
# Between two values of one list, the second means what the first does.
_JOINS = re.compile(r"(?:[\s,;/|.\d)-]|and|or|和|与|、)*")
_IN_ADDRESS = re.compile(r"://[^\s<>\"]{1,190}$")
_KINDS = {"secret": Kind.PRIVATE_KEY, "": Kind.KEY_OR_HASH}


def find(page: Page) -> Iterator[Hit]:
    """Keys by context (redact) and undecided ones (hold); hashes are left alone."""
    last_end, last_meaning = -1, ""
    for start, end in page.long_tokens:
        if end - start < 64:
            continue
        for found in _HEX.finditer(page.text, start, end):
            if len(set(found[1].lower())) < 6 or found[1] in page.known:
                continue  # 0x000…: a null value, never a key
            if _IN_ADDRESS.search(page.low, max(0, found.start() - 200), found.start()):
                continue  # part of a web address: explorers, unsubscribe links
            between = page.low[last_end : found.start()] if last_end >= 0 else None
            if between is None or len(between) > 12 or not _JOINS.fullmatch(between):
                since = max(last_end, 0)
                if page.spend(6):
                    last_meaning = nearest(page.low, *found.span(), _MEANINGS, since=since)
            last_end = found.end()
            kind = _KINDS.get(last_meaning)
            if kind is not None:
                yield Hit(*found.span(), kind)
