"""Secrets in the text of files, by the same detectors as in messages."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from octant.core.safety.files.errors import FileRefused
from octant.core.safety.labels import advice_of
from octant.core.safety.text import MAX_CHARS, Action, Finding, Kind, screen
from octant.core.safety.text.kinds import AnyKind, RuleKind

# Papers that prove an identity or a payment hold numbers of cards, accounts and passports:
# agents need them. What opens a wallet or an account is needed by nobody.
OPENING = frozenset(
    (
        Kind.SEED_PHRASE,
        Kind.PRIVATE_KEY,
        Kind.KEY_FILE,
        Kind.API_KEY,
        Kind.ACCESS_TOKEN,
        Kind.OTP_SECRET,
        Kind.PASSWORD,
    )
)
# What a checksum or its own frame proves, whatever stands beside it.
PROVED = frozenset((Kind.SEED_PHRASE, Kind.PRIVATE_KEY, Kind.KEY_FILE))
_OVERLAP = 4_000  # longer than any secret, so that none is cut in two unseen
_MASK = "[removed: {}]"


def goes(found: Finding) -> bool:
    """Whether a finding may not stay in a file: what opens something, and what the workspace's own
    rules mask or hold."""
    if isinstance(found.kind, RuleKind):
        return found.action is not Action.WARN
    return found.kind in OPENING and found.action is Action.REDACT


def refuse_secrets(text: str, *, proved: bool = False) -> None:
    """Raise FileRefused (`file_secret`) if `text`, read from a document, opens something.

    `proved`: the text may be no words at all (each Type 1 font sets a `/password`), so that only
    what a checksum proves counts. The sentence says what was found and what to do now; the value
    goes nowhere.
    """
    for _start, found in _findings(text):
        if (found.kind in PROVED) if proved else goes(found):
            raise _refused(found)


def _refused(found: Finding) -> FileRefused:
    advice = advice_of(found.kind)
    sentence = (
        _("We did not keep this file: support does not need what is in it (%(kind)s). Take that "
          "out and send the file again.")
        if isinstance(found.kind, RuleKind)
        else _("We did not keep this file: it contains a secret (%(kind)s). %(what_now)s")
    )  # fmt: skip
    values = {"kind": advice.label, "what_now": advice.what_now}
    return FileRefused(sentence % values, code="file_secret", status=422)


def masked(text: str) -> str:
    """`text` with what may not stay in a file replaced by what it was."""
    spans = {
        (start + found.start, start + found.end): found.kind
        for start, found in _findings(text)
        if goes(found)
    }
    pieces, at = [], 0
    for (start, end), kind in sorted(spans.items()):
        if end > at:
            pieces += [text[at : max(at, start)], _MASK.format(_name(kind))]
            at = end
    return "".join([*pieces, text[at:]])


def _name(kind: AnyKind) -> str:
    return kind.value.removeprefix("rule_").replace("_", " ")


def _findings(text: str) -> Iterator[tuple[int, Finding]]:
    """(where the screened piece begins, what was found in it), piece by piece."""
    step = MAX_CHARS - _OVERLAP
    for start in range(0, max(len(text), 1), step):
        for found in screen(text[start : start + MAX_CHARS]).findings:
            yield start, found
        if start + MAX_CHARS >= len(text):
            return
