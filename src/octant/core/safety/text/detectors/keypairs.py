"""Ed25519 key pairs as Solana wallets export them: 32 secret and 32 public bytes.

As base58 of 64 bytes (87 or 88 characters) or as a JSON array of 64 numbers. A Solana
signature is also 64 bytes; a key pair is one only if the public half derives from the
secret half (RFC 8032), which no signature does by chance. Source: solana.com/docs,
`solana-keygen` file format.
"""

import re
from collections.abc import Iterator

from octant.core.safety.text import base58
from octant.core.safety.text.kinds import Kind
from octant.core.safety.text.page import Hit, Page

_RUN = re.compile(r"(?<![1-9A-HJ-NP-Za-km-z])[1-9A-HJ-NP-Za-km-z]{86,88}(?![1-9A-HJ-NP-Za-km-z])")
_ARRAY = re.compile(r"\[\s{0,9}\d{1,3}(?:\s{0,9},\s{0,9}\d{1,3}){31,63}\s{0,9},?\s{0,9}\]")
_SECRET = re.compile(
    r"priv|secret|key|wallet|phantom|solana|id\.json|私钥|密钥|钱包|私鑰|密鑰|錢包"
)


def find(page: Page) -> Iterator[Hit]:
    """Key pairs whose public half derives from the secret half."""
    for start, end in page.long_tokens:
        if end - start < 86:
            continue
        for run in _RUN.finditer(page.text, start, end):
            data = base58.decode(run[0])
            if data is not None and _is_pair(data):
                yield Hit(*run.span(), Kind.PRIVATE_KEY)


def find_arrays(page: Page) -> Iterator[Hit]:
    """The same as JSON arrays of 64 bytes, and arrays of 32 that are said to be secret."""
    if "[" in page.text:
        for found in _ARRAY.finditer(page.text):
            if _is_secret_array(page, found):
                yield Hit(*found.span(), Kind.PRIVATE_KEY)


def _is_secret_array(page: Page, found: re.Match[str]) -> bool:
    numbers = [int(digits) for digits in re.findall(r"\d+", found[0])]
    if max(numbers) > 255:
        return False
    if len(numbers) == 64:
        return _is_pair(bytes(numbers))
    near = page.low[max(0, found.start() - 60) : found.start()]
    return len(numbers) == 32 and _SECRET.search(near) is not None


def _is_pair(data: bytes) -> bool:
    if len(data) != 64:
        return False
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secret = Ed25519PrivateKey.from_private_bytes(data[:32])
    return secret.public_key().public_bytes_raw() == data[32:]
