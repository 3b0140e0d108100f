"""`Screened`: the only kind of text that the doors into tickets accept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NoReturn, final

from octant.core.safety.text.kinds import Action, AnyKind
from octant.core.safety.text.masks import mask_for

_SEAL: Final = object()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that screening found; never the value itself.

    `start` and `end` are positions (code points, end exclusive) in the text as it was
    given; `stored_start` and `stored_end` in `Screened.text`, where the mask stands.
    """

    kind: AnyKind
    start: int
    end: int
    action: Action
    fingerprint: str
    stored_start: int = 0
    stored_end: int = 0

    @property
    def mask(self) -> str:
        """What stands in the stored text; empty when the text was left as it is."""
        return "" if self.action is Action.WARN else mask_for(self.kind, self.action)


@final
class Screened:
    """Text that has been screened, and what was found in it.

    Made only by `octant.core.safety.text.screen`, `Screened.trusted` and
    `Screened.rejoin`; anything else raises TypeError, so a service whose signature
    asks for `Screened` cannot be handed raw text. It does not pickle and its repr
    does not show the text.
    """

    __slots__ = ("findings", "reason", "text")

    text: str
    findings: tuple[Finding, ...]
    reason: str

    def __init__(
        self, seal: object, text: str, findings: tuple[Finding, ...] = (), reason: str = ""
    ) -> None:
        if seal is not _SEAL:
            raise TypeError("Screened is made by screen(), Screened.trusted() or Screened.rejoin()")
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "findings", findings)
        object.__setattr__(self, "reason", reason)

    @classmethod
    def trusted(cls, text: str, reason: str) -> "Screened":
        """Text of the product's own making, or read back from a table that holds only
        screened text. `reason` says which, and must not be empty (ValueError)."""
        if not reason.strip():
            raise ValueError("say why this text is trusted")
        return cls(_SEAL, text, (), reason)

    @classmethod
    def rejoin(cls, parts: Iterable["Screened"], separator: str = "\n") -> "Screened":
        """Several screened texts as one, for instance a subject and a body.

        Screened again as a whole, since a secret may lie across the seams."""
        from octant.core.safety.text.screening import screen_whole

        return screen_whole(tuple(parts), separator)

    @property
    def holds_secret(self) -> bool:
        """Whether anything was masked."""
        return any(found.action is not Action.WARN for found in self.findings)

    @property
    def kinds(self) -> frozenset[AnyKind]:
        """The kinds of everything found."""
        return frozenset(found.kind for found in self.findings)

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Screened):
            return NotImplemented
        return (self.text, self.findings) == (other.text, other.findings)

    def __hash__(self) -> int:
        return hash((self.text, self.findings))

    def __repr__(self) -> str:
        return f"<Screened: {len(self.text)} characters, {len(self.findings)} findings>"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Screened cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("Screened cannot be changed")

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("Screened cannot be subclassed")

    def __copy__(self) -> "Screened":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Screened":
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("Screened does not pickle: pass the id of the stored row instead")


def seal(text: str, findings: tuple[Finding, ...]) -> Screened:
    """For `screening` alone: vouch for `text`."""
    return Screened(_SEAL, text, findings)
