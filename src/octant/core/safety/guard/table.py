"""The shape of a language's tables: what is asked for, how one asks, how one warns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from octant.core.safety.guard.kinds import Never
from octant.core.safety.text.quick import Quick, any_of

Pattern = Quick


def either(*parts: str) -> Pattern:
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

    @cached_property
    def near(self) -> re.Pattern[str]:
        """Finds the words of which one stands in every folded sentence that names a secret or
        makes a request that is one pattern."""
        patterns = (*self.secrets.values(), *(pattern for _kind, pattern in self.whole))
        return any_of({word for pattern in patterns for word in pattern.words})
