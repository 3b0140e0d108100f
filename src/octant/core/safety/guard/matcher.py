"""Find requests for what support never asks for: verb, secret and polarity, clause by clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from octant.core.safety.guard.kinds import Never
from octant.core.safety.guard.table import Pattern, Table

CARRIED = 300  # characters of earlier clauses that a clause may belong to
REACH = 90  # characters between a verb and what it asks for
SUBJECT = 80  # characters before a verb in which its subject stands
# Of more verbs or secrets in a clause than any person writes, so many of its beginning and end.
MOST = 12
# Typing these anywhere but in one's own wallet or the recovery page is asking for them.
_NEVER_TYPED = frozenset({Never.SEED_WORDS, Never.PRIVATE_KEY, Never.MASTER_KEY})
# A list goes on with a thing: at most two words ("your current") before it.
_THING = re.compile(r"\W*(?:[\w'-]+ ){0,2}\Z")
Secrets = tuple[tuple[Never, Pattern], ...]
Verb = tuple[int, int]  # where it stands
_NOTHING: frozenset[Never] = frozenset()


@dataclass(frozen=True, slots=True)
class Look:
    """What a sentence asks for, and which secrets it names, whatever it says of them."""

    asked: frozenset[Never]
    named: frozenset[Never]


@dataclass(slots=True)
class _Clause:
    """A piece of a sentence, with the words before it that its verb may belong to."""

    text: str
    before: str  # earlier clauses whose verb or negation reaches here: "never type, paste or …"
    has_verb: bool
    table: Table
    _open: dict[int, bool] = field(default_factory=dict)
    _harmless: bool | None = None
    _negated_at: int | None = None

    def is_open(self, at: int) -> bool:
        """Whether the verb at `at` may be a request, by what stands before it."""
        if at not in self._open:
            lead = f"{self.before} {self.text[:at]}"
            self._open[at] = not (self.table.giver.search(lead[-SUBJECT:]) or self._excuses(lead))
        return self._open[at]

    def _excuses(self, lead: str) -> bool:
        """Negated, somebody else's doing, or a question of what was. A negation may begin in the
        `lead` and end in the verb itself (不提供)."""
        if self._harmless is None:
            whole = f"{self.before} {self.text}"
            self._harmless = self.table.harmless.search(whole) is not None
            negated = self.table.negation.search(whole)
            self._negated_at = negated.start() if negated else len(whole) + 1
        if self._harmless or (self._negated_at or 0) < len(lead):
            return True
        return self.table.reported.search(lead) is not None


def look(sentence: str, named_before: frozenset[Never], table: Table) -> Look:
    """A folded sentence; `named_before` was named just before it. `table` may be narrowed to the
    patterns that have their words in the sentence (`marks`)."""
    sentence = table.idioms.sub(lambda found: " " * len(found[0]), sentence)
    secrets = tuple((kind, p) for kind, p in table.secrets.items() if p.search(sentence))
    named = frozenset(kind for kind, _pattern in secrets)
    asked = frozenset(_whole(sentence, table))
    if (secrets or named_before) and table.has_verbs:
        asked |= frozenset(_asks(sentence, named_before, secrets, table))
    return Look(asked, named)


def warns(sentence: str, table: Table) -> bool:
    """Whether a folded sentence negates, or tells what others do: so does a list below it."""
    return bool(table.negation.search(sentence) or table.reported.search(sentence))


def _asks(
    sentence: str, named_before: frozenset[Never], secrets: Secrets, table: Table
) -> Iterator[Never]:
    earlier = named_before
    most = frozenset(kind for kind, _pattern in secrets) | named_before
    found: set[Never] = set()
    for clause in _clauses(sentence, table):
        if found >= most:
            return
        own = [(kind, p) for kind, p in secrets if p.search(clause.text)]
        for kind, pattern in own:
            if kind not in found and _asked(kind, pattern, clause):
                found.add(kind)
                yield kind
        if not own and not earlier <= found and _bare(clause):
            found |= earlier
            yield from earlier
        earlier = frozenset(kind for kind, _pattern in own) or earlier


def _whole(sentence: str, table: Table) -> Iterator[Never]:
    for kind, pattern in table.whole:
        found = pattern.search(sentence)
        if found is None:
            continue
        excuse = table.excused.get(kind)
        if excuse is not None and excuse.search(sentence):
            continue
        for _try in range(MOST):
            lead = _lead(sentence, found.start(), table)
            after = table.clause.search(sentence, found.end())
            clause = lead + sentence[found.start() : after.start() if after else len(sentence)]
            if not (_harmless(lead, clause, table) or table.informing.search(lead)):
                yield kind
                break
            found = pattern.search(sentence, found.end())
            if found is None:
                break


def _lead(sentence: str, at: int, table: Table) -> str:
    """The words before position `at` that rule it: its clause's, or all where it is an item
    of a list that goes on with "or": "we never ask you to install this, share that, or …"."""
    starts = [0, *(found.end() for found in table.clause.finditer(sentence, 0, at))]
    joined = table.either_or.search(sentence, starts[-1]) is not None
    if joined and not _words(sentence[starts[-1] : at], table):
        return sentence[:at]
    return sentence[starts[-1] : at]


def _words(text: str, table: Table) -> str:
    """What stands before a verb; nothing where "or" begins it, for then it goes on a list."""
    text = text.strip()
    return "" if table.either_or.match(text) else text


def _clauses(sentence: str, table: Table) -> Iterator[_Clause]:
    at, before, verb_before = 0, "", False
    last_or = max((found.start() for found in table.either_or.finditer(sentence)), default=-1)
    bounds = [found.span() for found in table.clause.finditer(sentence)]
    for start, end in [*bounds, (len(sentence), len(sentence))]:
        text = sentence[at:start]
        if text.strip():
            verb = _first_verb(text, table)
            # It begins with a verb, or a bare thing, that belongs to the clause before it.
            goes_on = (
                verb_before
                and (
                    verb is None  # only things: "your password, 2FA code or recovery phrase"
                    or (last_or >= at and not _words(text[:verb], table))
                )
            )
            joined = before if goes_on else ""
            yield _Clause(text, joined, verb is not None, table)
            before = f"{joined} {text}"[-CARRIED:]
            verb_before = verb is not None or goes_on
        at = end


@lru_cache(maxsize=1024)
def _first_verb(text: str, table: Table) -> int | None:
    found = [f for p in (table.hand_over, table.typed, table.want) if (f := p.search(text))]
    return min((each.start() for each in found), default=None)


def _bare(clause: _Clause) -> bool:
    found = clause.table.bare.search(clause.text)
    return found is not None and not _harmless(
        f"{clause.before} {clause.text[: found.end()]}", clause.text, clause.table
    )


def _asked(kind: Never, pattern: Pattern, clause: _Clause) -> bool:
    verbs = _verbs(clause.text, kind in _NEVER_TYPED, clause.table)
    if not verbs:
        return not clause.table.secret_first and _carried(pattern, clause)
    secrets = _some([found.span() for found in pattern.finditer(clause.text)])
    if any(_reaches(verb, secret, clause) for secret in secrets for verb in verbs):
        return True
    return not clause.table.secret_first and _carried(pattern, clause)


def _some(spans: list[Verb]) -> list[Verb]:
    return spans if len(spans) <= 2 * MOST else spans[:MOST] + spans[-MOST:]


def _carried(pattern: Pattern, clause: _Clause) -> bool:
    """A secret in a list whose verb stands clauses before: "send me your ID, password"."""
    if not clause.before or clause.has_verb:
        return False
    found = pattern.search(clause.text)
    if found is None or _THING.match(clause.text[: found.start()]) is None:
        return False
    before, table = clause.before, clause.table
    verbs = [verb.span() for p in (table.hand_over, table.want) for verb in p.finditer(before)]
    return any(
        not (
            table.between.search(before[end:])
            or table.giver.search(before[:start][-SUBJECT:])
            or _harmless(before[:start], before, table)
        )
        for start, end in _some(verbs)
    )


@lru_cache(maxsize=1024)
def _verbs(text: str, never_typed: bool, table: Table) -> list[Verb]:
    patterns: list[Pattern] = [table.hand_over, table.want]
    if table.here.search(text) or (never_typed and not table.elsewhere.search(text)):
        patterns.append(table.typed)
    return _some([verb.span() for pattern in patterns for verb in pattern.finditer(text)])


def _reaches(verb: Verb, secret: Verb, clause: _Clause) -> bool:
    if secret[0] >= verb[1]:
        gap = (verb[1], secret[0])
    elif verb[0] < secret[1] and secret[0] < verb[1]:
        gap = (0, 0)  # one expression: "您的密码是多少"
    elif clause.table.secret_first and verb[0] >= secret[1]:
        gap = (secret[1], verb[0])
    else:
        return False
    if gap[1] - gap[0] > REACH or not clause.is_open(verb[0]):
        return False
    return clause.table.between.search(clause.text[gap[0] : gap[1]]) is None


def _harmless(lead: str, clause: str, table: Table) -> bool:
    negated = table.negation.search(clause)
    if negated is not None and negated.start() < len(lead):
        return True
    return bool(table.reported.search(lead) or table.harmless.search(clause))


BY_CLAUSE = (_first_verb, _verbs)  # what is known of clauses that come again
