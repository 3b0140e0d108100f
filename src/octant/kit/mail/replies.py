"""A reply's new words, what it quotes, and its signature."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """Parts of one text; `reply` is the whole of it when in doubt."""

    reply: str
    quoted: str = ""
    signature: str = ""


def split_reply(text: str) -> Split:
    """Split a mail's text."""
    return Split(text.strip())
