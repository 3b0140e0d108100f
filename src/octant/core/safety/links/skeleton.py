"""What a name looks like: letters of any script folded to the ASCII letter they resemble.

Three sources, in this order: compatibility and canonical decomposition (UAX #15), Unicode's
own confusables (UTS #39, `data/confusables.txt`), and the character's Unicode name, which says
`LATIN SMALL LETTER K WITH HOOK` or `LATIN LETTER SMALL CAPITAL R`.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "data" / "confusables.txt"
_NAME = re.compile(
    r"LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL |SCRIPT |OPEN |REVERSED |BROKEN |DOTLESS )?"
    r"([A-Z])(?: WITH .+)?"
)
_PAIR = re.compile(r"LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) (AE|OE)")
# Resembling letters that neither list names: of Cyrillic and Greek, and of phonetic alphabets.
_RESEMBLING = """
2ƻ 3ʒз 4ч 5ƽ aɐλ bƅвьβ eəǝэεξ hɥн iıɩ kĸкκ mɯм nŋплηπ oюθ pƿ qԛ rгя sςſ tтτ uицʉμυ vʌνѵ
wшщԝωʍ xχ yγ zζ
"""
_OWN = {char: group[0] for group in _RESEMBLING.split() for char in group[1:]}


@cache
def _listed() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("# "):
            found |= dict.fromkeys(line[2:], line[0])
    return found


@lru_cache(maxsize=8192)
def _letter(char: str) -> str:
    """One character as ASCII letters it resembles; itself if none; nothing for marks."""
    if char.isascii():
        return char
    own = _OWN.get(char) or _listed().get(char)
    if own:
        return own
    parts = unicodedata.normalize("NFKD", char).casefold()
    if parts != char:
        return "".join(_letter(part) for part in parts[:8])
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return ""
    name = unicodedata.name(char, "")
    named = _NAME.fullmatch(name) or _PAIR.match(name)
    return named[1].lower() if named else char


def skeleton(label: str) -> str:
    """`label` (any script, any case) as the ASCII letters it resembles.

    Characters that resemble none stay, so a Chinese label is its own skeleton.
    """
    low = label.lower()
    return low if low.isascii() else "".join(map(_letter, low))


_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN")


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    first = unicodedata.name(char, "").partition(" ")[0]
    return first if first in _SCRIPTS else ""


def mixes_scripts(label: str) -> bool:
    """Whether one label mixes alphabets that resemble each other, as no honest name does
    (UTS #39, 5.2). Latin beside Chinese, Japanese or Korean is usual and does not count."""
    if label.isascii():
        return False
    return len({_script(char) for char in label if char.isalpha()} - {""}) > 1
