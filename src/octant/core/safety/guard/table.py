"""The shape of a language's tables: what is asked for, how one asks, how one warns."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from octant.core.safety.guard.kinds import Never
from octant.core.safety.text.quick import Quick


class Pattern(Protocol):
    """What is searched: as `re.Pattern`."""

    def search(self, text: str, start: int = ..., end: int = ..., /) -> re.Match[str] | None: ...
    def match(self, text: str, start: int = ..., end: int = ..., /) -> re.Match[str] | None: ...
    def finditer(
        self, text: str, start: int = ..., end: int = ..., /
    ) -> Iterator[re.Match[str]]: ...
    def sub(self, replace: Callable[[re.Match[str]], str], text: str, /) -> str: ...


class Nowhere:
    """A pattern that is known not to match, for one of its words is missing."""

    def search(self, _text: str, _start: int = 0, _end: int = 0, /) -> None:
        """Never."""

    def match(self, _text: str, _start: int = 0, _end: int = 0, /) -> None:
        """Never."""

    def finditer(self, _text: str, _start: int = 0, _end: int = 0, /) -> Iterator[re.Match[str]]:
        """None."""
        return iter(())

    def sub(self, _replace: Callable[[re.Match[str]], str], text: str, /) -> str:
        """`text`."""
        return text


NOWHERE = Nowhere()


def either(*parts: str) -> Quick:
    """One pattern of several alternatives. They are searched in folded text."""
    return Quick("|".join(f"(?:{part})" for part in parts))


@dataclass(frozen=True, eq=False)
class Table:
    """How one language asks. Patterns are searched clause by clause in folded text.

    A clause asks for a secret by a verb that hands something over (`hand_over`), a wish
    (`want`), or a verb of typing (`typed`) together with a place that is ours (`here`).
    It does not where the verb is negated, is somebody else's (`reported`), asks about what
    was (`harmless`), or has us for its subject (`giver`).
    """

    clause: Pattern  # what separates clauses
    idioms: Pattern  # negations that negate nothing: "don't worry"
    negation: Pattern
    reported: Pattern
    harmless: Pattern  # what in a clause makes it no request: "did you", "to nobody"
    informing: Pattern  # telling how, not asking: "to turn it off, …"
    hand_over: Pattern
    want: Pattern
    typed: Pattern
    here: Pattern
    elsewhere: Pattern
    giver: Pattern  # stands right before a verb whose subject we are
    bare: Pattern  # a whole clause that asks for what was named before: "send it to me"
    secrets: Mapping[Never, Pattern]
    between: Pattern  # what between verb and secret makes it no request: "whether", "how"
    whole: tuple[tuple[Never, Pattern], ...]  # requests that are one pattern each
    excused: Mapping[Never, Pattern]  # what in the sentence makes such a pattern harmless
    either_or: Pattern  # joins what stands behind a comma to the verb or negation before it
    secret_first: bool  # whether a secret may stand before its verb (把密码发给我)

    @property
    def parts(self) -> dict[str, Pattern]:
        """The patterns that are fields, by name."""
        every = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: part for name, part in every if hasattr(part, "finditer")}

    @property
    def has_verbs(self) -> bool:
        """Whether anything of a table narrowed to a sentence may be a request for a secret."""
        return any(part is not NOWHERE for part in self.verbs)

    @property
    def verbs(self) -> tuple[Pattern, ...]:
        """Of which one makes a request, where a secret is named."""
        return self.hand_over, self.want, self.typed, self.bare

    def narrowed(self, may: Callable[[Pattern], bool]) -> "Table":
        """The table without the patterns of which `may` says that they do not match."""

        def kept(part: Pattern) -> Pattern:
            return (part.compiled if isinstance(part, Quick) else part) if may(part) else NOWHERE

        fields: dict[str, Pattern] = {name: kept(part) for name, part in self.parts.items()}
        return replace(
            self,
            secrets={kind: kept(part) for kind, part in self.secrets.items() if may(part)},
            whole=tuple((kind, kept(part)) for kind, part in self.whole if may(part)),
            **fields,  # type: ignore[arg-type]
        )
