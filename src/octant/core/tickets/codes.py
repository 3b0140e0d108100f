"""The code that stands with every message we send, so that its owner can ask whether we did.

A code is computed from the message's place (ticket and number), never stored. Who may ask for
whose messages is in `confirming`.
"""

import hashlib
import hmac
import re
from functools import lru_cache

from django.conf import settings

# Letters only, so that a code is no ticket number; no vowels, so that it spells no word; none
# that is taken for another. 20 letters: 34 bits, of which a guesser has a few tries.
LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_SHAPE = re.compile(f"[{LETTERS}]{{{LENGTH}}}")


def code_of(ticket: int, seq: int) -> str:
    """`BCDF-GHJK` for the message with this number on this ticket."""
    letters = plain_code(ticket, seq)
    return f"{letters[:4]}-{letters[4:]}"


def code_for(kind: str, author_kind: str, ticket: int, seq: int) -> str:
    """The code of what an agent said in public; nothing for everything else."""
    return code_of(ticket, seq) if (kind, author_kind) == ("message", "agent") else ""


def read_code(text: str) -> str:
    """The eight letters that somebody typed, whatever stands between them; else nothing."""
    letters = re.sub(r"[\s\-–—_.·]", "", text).upper()
    return letters if _SHAPE.fullmatch(letters) else ""


def plain_code(ticket: int, seq: int) -> str:
    """The eight letters alone."""
    digest = hmac.digest(_key(settings.SECRET_KEY), f"{ticket}.{seq}".encode(), "sha256")
    number = int.from_bytes(digest[:8], "big")
    letters = ""
    for _place in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters += LETTERS[rest]
    return letters


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"octant.tickets.code" + secret.encode()).digest()
