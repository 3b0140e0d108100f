"""A request spread over several messages: what was said just before belongs to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from octant.core.safety.guard.check import check_after, names
from octant.core.safety.guard.kinds import Ask, Never
from octant.core.safety.guard.reading import Named

# A message so short is a piece of a sentence ("your", "the code", "密码"), joined to the next one.
PIECE_WORDS, PIECE_HAN = 3, 5
_HAN = re.compile("[\u4e00-\u9fff]")
_A_PICTURE = re.compile("screen ?shot|截图|截屏|图片")
_ENDED = re.compile(r"[。！？!?.…]\s*\Z")


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier message of a ticket; `ours` where the same author wrote it as now."""

    text: str
    ours: bool


def check_with(text: str, earlier: Sequence[Said]) -> tuple[Ask, ...]:
    """The requests in `text` as somebody reads it who has just read `earlier`, oldest first.

    A secret that the author named in the message before is what "send it to me" asks for, even if
    the reader said yes in between; and pieces of a sentence in messages of one author are one
    sentence. What `earlier` asked for by itself is not found again.
    """
    asks, _named = check_after(text, _named_before(text, earlier))
    pieces = _pieces(text, earlier)
    if len(pieces) < 2:
        return asks
    before = _kinds(check_after(_joined(pieces[:-1]), {})[0])
    known = _kinds(asks) | before
    whole = check_after(_joined(pieces), {})[0]
    return asks + tuple(ask for ask in whole if ask.kind not in known)


def _named_before(text: str, earlier: Sequence[Said]) -> Named:
    if _A_PICTURE.search(text.lower()) is not None:  # of a page, far more often than not
        return {}
    for said in reversed(earlier):
        if said.ours:
            return names(said.text)
        if not _is_piece(said.text):  # "yes", "收到了"
            break
    return {}


def _pieces(text: str, earlier: Sequence[Said]) -> list[str]:
    """`text` and the messages of its author right before it, as far as they are one sentence."""
    pieces = [text]
    for said in reversed(earlier):
        if not said.ours or _ENDED.search(said.text) is not None:
            break
        if not (_is_piece(said.text) or _is_piece(pieces[0])):
            break
        pieces.insert(0, said.text)
    return pieces


def _is_piece(text: str) -> bool:
    han = len(_HAN.findall(text))
    return han <= PIECE_HAN if han else len(text.split()) <= PIECE_WORDS


def _joined(pieces: Sequence[str]) -> str:
    """One text; single letters (p, a, s, s) are told apart by blanks, as the guard reads them."""
    return " ".join(piece.strip() for piece in pieces)


def _kinds(asks: Sequence[Ask]) -> set[Never]:
    return {ask.kind for ask in asks}
