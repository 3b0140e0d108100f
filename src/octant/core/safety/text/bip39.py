"""Checksums of recovery phrases.

BIP-39: words carry 11 bits each; of 12, 15, 18, 21 or 24 words the last n/3 bits are the
first bits of SHA-256 over the rest. Electrum 2 (electrum.readthedocs.io, seedphrase): the
HMAC-SHA-512 of the phrase under "Seed version" starts with 01, 100, 101 or 102. Monero
(getmonero.org, mnemonics): word 25 repeats the word at CRC-32 over the three-letter
prefixes modulo 24 (MyMonero: 13 words, modulo 12).
"""

import hashlib
import hmac
from collections.abc import Sequence
from zlib import crc32

LENGTHS = (24, 21, 18, 15, 12)


def is_bip39(numbers: Sequence[int]) -> bool:
    """Whether these word numbers (0 to 2047) have a right BIP-39 checksum."""
    count = len(numbers)
    if count not in LENGTHS:
        return False
    bits = 0
    for number in numbers:
        bits = bits << 11 | number
    check = count // 3
    entropy = (bits >> check).to_bytes(check * 4, "big")
    return hashlib.sha256(entropy).digest()[0] >> (8 - check) == bits & ((1 << check) - 1)


def is_electrum(words: Sequence[str]) -> bool:
    """Whether these words are an Electrum 2 phrase."""
    phrase = " ".join(words).encode()
    version = hmac.digest(b"Seed version", phrase, "sha512").hex()
    return version.startswith(("01", "100", "101", "102"))


def is_monero(words: Sequence[str]) -> bool:
    """Whether 25 (or 13) words of the English list end with the right checksum word."""
    *body, last = words
    prefixes = [word[:3] for word in body]
    return prefixes[crc32("".join(prefixes).encode()) % len(body)] == last[:3]
