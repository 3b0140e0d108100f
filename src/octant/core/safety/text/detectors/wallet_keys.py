"""Private keys that carry their own checksum: WIF and the extended keys of BIP-32.

WIF: en.bitcoin.it/wiki/Wallet_import_format (version 0x80, test networks 0xEF; Litecoin
0xB0, Dogecoin 0x9E, Dash 0xCC, Zcash as Bitcoin), 51 or 52 characters. Extended private
keys: BIP-32, with the version bytes of SLIP-132 (xprv yprv zprv Yprv Zprv, tprv uprv
vprv Uprv Vprv), 111 characters. BIP-38: 6P…, 58 characters, encrypted but still a key.
"""

import re
from collections.abc import Iterator

from octant.core.safety.text import base58
from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_RUN = re.compile(r"[1-9A-HJ-NP-Za-km-z]{51,112}")
_WIF_VERSIONS = frozenset((0x80, 0xEF, 0xB0, 0x9E, 0xCC, 0xB4, 0xBF, 0xF1))
_EXTENDED = re.compile(r"[xyztuvYZUV]prv[1-9A-HJ-NP-Za-km-z]{107,108}")


def find(page: Page) -> Iterator[Hit]:
    """WIF, BIP-32 and BIP-38 private keys, each with a right checksum."""
    for start, end in page.long_tokens:
        if end - start < 51:
            continue
        for run in _RUN.finditer(page.text, start, end):
            if _is_key(run[0]):
                yield Hit(*run.span(), Kind.PRIVATE_KEY)


def _is_key(run: str) -> bool:
    if _EXTENDED.fullmatch(run):
        payload = base58.decode_check(run)
        return payload is not None and len(payload) == 78
    if len(run) in (51, 52):
        payload = base58.decode_check(run)
        if payload is None or payload[0] not in _WIF_VERSIONS:
            return False
        return len(payload) == 33 or (len(payload) == 34 and payload[-1] == 1)
    if len(run) == 58 and run.startswith("6P"):
        payload = base58.decode_check(run)
        return payload is not None and payload[:1] == b"\x01" and len(payload) == 39
    return False
