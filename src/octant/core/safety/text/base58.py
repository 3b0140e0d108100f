"""Base58 and Base58Check (Bitcoin's; draft-msporny-base58), and what keys are in it."""

import hashlib

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PIECE = 10  # characters whose value is a number of one machine word
_NONE = 255  # the value of what is not in the alphabet
_VALUES = bytes(max(_ALPHABET.find(chr(code)), -1) % 256 for code in range(256))


def decode(text: str) -> bytes | None:
    """The bytes, or None where a character is not of the alphabet."""
    values = text.encode("ascii", "replace").translate(_VALUES)
    if _NONE in values:
        return None
    number = 0
    for at in range(0, len(values), _PIECE):  # small numbers first: far faster than one by one
        part = 0
        for value in values[at : at + _PIECE]:
            part = part * 58 + value
        number = number * 58 ** len(values[at : at + _PIECE]) + part
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode(data: bytes) -> str:
    """Base58 of `data`."""
    number = int.from_bytes(data, "big")
    digits = []
    while number:
        number, rest = divmod(number, 58)
        digits.append(_ALPHABET[rest])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(digits))


def decode_check(text: str) -> bytes | None:
    """The payload where the four bytes of double SHA-256 at the end are right, else None."""
    data = decode(text)
    if data is None or len(data) < 5:
        return None
    payload, check = data[:-4], data[-4:]
    return (
        payload if hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] == check else None
    )


def encode_check(payload: bytes) -> str:
    """Base58Check of `payload`."""
    return encode(payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4])
