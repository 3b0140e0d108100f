"""Keys in pictures: by the detectors of text, and by their shape where a letter was misread.

A checksum does not survive a misread letter, so what has the length and letters of a key, or is
long and random and stands by a word such as "private key" or 私钥, is taken for one.
"""

import re
from collections.abc import Iterator

from octant.core.safety.files.secrets import goes
from octant.core.safety.pictures.layout import Text
from octant.core.safety.text import Kind, KnownReferences, screen
from octant.core.safety.text.kinds import AnyKind

_SHAPES = (
    # WIF (Bitcoin's dumpprivkey): 51 or 52 letters that begin so, O, I, l and 0 misread for others.
    (re.compile(r"(?<![A-Za-z0-9])[5KL][A-Za-z0-9]{50,51}(?![A-Za-z0-9])"), Kind.PRIVATE_KEY),
    (re.compile(r"(?<![A-Za-z0-9])[xyztuv]prv[A-Za-z0-9]{60,}"), Kind.PRIVATE_KEY),
)
_SECRET = re.compile(
    r"(?i)private\s*key|secret\s*key|api\s*secret|privkey|signing key|私钥|私鑰|密钥|密鑰|秘钥"
)
_PUBLIC = re.compile(
    r"(?i)transaction|\btx|hash|block|explorer|deposit|withdraw|transfer|confirmation|order"
    r"|交易|哈希|区块|區塊|充值|充币|提现|提币|转账|轉帳|订单|訂單"
)
_LONG = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/=_-]{40,}")
_NEAR = 160  # characters: a label, a sentence of warning, the key


def find(sheet: Text, known: KnownReferences) -> Iterator[tuple[int, int, AnyKind]]:
    """(start, end, kind) in the text of a sheet, by the workspace's own rules too. Where a
    checksum, or the absence of a word beside it, leaves doubt, it is taken for a secret."""
    for found in screen(sheet.text[:100_000], known=known).findings:
        if found.kind is Kind.KEY_OR_HASH and _is_hash_by_its_sheet(sheet.text):
            continue
        if found.kind is Kind.SEED_WORDS:
            yield found.start, found.end, Kind.SEED_PHRASE
        elif found.kind is Kind.KEY_OR_HASH or goes(found):
            yield found.start, found.end, found.kind
    for shape, kind in _SHAPES:
        for match in shape.finditer(sheet.text):
            yield match.start(), match.end(), kind
    yield from _labelled(sheet.text, known)


def _is_hash_by_its_sheet(text: str) -> bool:
    return bool(_PUBLIC.search(text)) and not _SECRET.search(text)


def _labelled(text: str, known: KnownReferences) -> Iterator[tuple[int, int, Kind]]:
    for match in _LONG.finditer(text):
        before = text[max(0, match.start() - _NEAR) : match.start()]
        labels = [found.end() for found in _SECRET.finditer(before)]
        others = [found.end() for found in _PUBLIC.finditer(before)]
        if labels and max(labels) > max(others, default=-1) and match[0] not in known:
            yield match.start(), match.end(), Kind.PRIVATE_KEY
