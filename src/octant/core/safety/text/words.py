"""The word lists of wallets, read once from `../data` when a text first looks like one."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent.parent / "data"

# Alphabetic lists of BIP-39; a word's bit in `Lists.which` is its place here.
LANGUAGES = (
    "english",
    "spanish",
    "french",
    "italian",
    "portuguese",
    "czech",
    "turkish",
    "russian",
    "korean",
    "japanese",
)
MONERO = 1 << len(LANGUAGES)
CHINESE = ("chinese_simplified", "chinese_traditional")


class Lists(NamedTuple):
    """which: word to the bits of the lists that have it; numbers: one dict a BIP-39 list."""

    which: dict[str, int]
    numbers: tuple[dict[str, int], ...]


def _read(name: str) -> list[str]:
    return (_DATA / name).read_text(encoding="utf-8").split()


def without_marks(word: str) -> str:
    """`word` without Latin accents: people and some wallets leave them out."""
    plain = (c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", "".join(plain))


@cache
def lists() -> Lists:
    """All alphabetic lists, accents optional (no two words of a list differ by accents only)."""
    which: dict[str, int] = {}
    numbers = []
    for place, language in enumerate(LANGUAGES):
        own: dict[str, int] = {}
        for number, word in enumerate(_read(f"bip39/{language}.txt")):
            for form in {word, without_marks(word)}:
                own.setdefault(form, number)
        if language == "russian":  # see data/README.md: this word is damaged at its source
            own["сноха"] = own["сно\ufffd\ufffdа"] = own["снова"]
        for word in own:
            which[word] = which.get(word, 0) | 1 << place
        numbers.append(own)
    for word in _read("monero/english.txt"):
        which[word] = which.get(word, 0) | MONERO
    return Lists(which, tuple(numbers))


@cache
def chinese() -> tuple[dict[str, int], ...]:
    """The simplified and the traditional list: character to number."""
    return tuple(
        {character: number for number, character in enumerate(_read(f"bip39/{name}.txt"))}
        for name in CHINESE
    )
