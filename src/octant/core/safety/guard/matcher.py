"""Find requests for what support never asks for: verb, secret and polarity, clause by clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octant.core.safety.guard.kinds import Never
from octant.core.safety.guard.table import Pattern, Table

CARRIED = 300  # characters of earlier clauses that a clause may belong to
REACH = 90  # characters between a verb and what it asks for
# Typing these anywhere but in one's own wallet or the recovery page is asking for them.
_NEVER_TYPED = frozenset({Never.SEED_WORDS, Never.PRIVATE_KEY, Never.MASTER_KEY})
# A list goes on with a thing: at most two words ("your current") before it.
_THING = re.compile(r"\W*(?:[\w'-]+ ){0,2}\Z")


@dataclass(frozen=True, slots=True)
class _Clause:
    """A piece of a sentence, with the words before it that its verb may belong to."""

    text: str
    before: str  # earlier clauses whose verb or negation reaches here: "never type, paste or …"


def asks_of(sentence: str, named_before: frozenset[Never], table: Table) -> frozenset[Never]:
    """The kinds that a folded `sentence` asks for; `named_before` was named just before it."""
    sentence = table.idioms.sub(lambda found: " " * len(found[0]), sentence)
    return frozenset(_whole(sentence, table)) | frozenset(_asks(sentence, named_before, table))


def named(sentence: str, table: Table) -> frozenset[Never]:
    """The secrets that a folded sentence names, whatever it says of them."""
    return frozenset(kind for kind, pattern in table.secrets.items() if pattern.search(sentence))


def warns(sentence: str, table: Table) -> bool:
    """Whether a folded sentence negates, or tells what others do: so does a list below it."""
    return bool(table.negation.search(sentence) or table.reported.search(sentence))


def _asks(sentence: str, named_before: frozenset[Never], table: Table) -> Iterator[Never]:
    earlier = named_before
    for clause in _clauses(sentence, table):
        own = named(clause.text, table)
        for kind in own:
            if _asked(kind, clause, table):
                yield kind
        if not own and earlier and _bare(clause, table):
            yield from earlier
        earlier = own or earlier


def _whole(sentence: str, table: Table) -> Iterator[Never]:
    for kind, pattern in table.whole:
        excuse = table.excused.get(kind)
        if excuse is not None and excuse.search(sentence):
            continue
        for found in pattern.finditer(sentence):
            lead = _lead(sentence, found.start(), table)
            after = table.clause.search(sentence, found.end())
            clause = lead + sentence[found.start() : after.start() if after else len(sentence)]
            if not (_harmless(lead, clause, table) or table.informing.search(lead)):
                yield kind
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
    at, before = 0, ""
    bounds = [found.span() for found in table.clause.finditer(sentence)]
    for start, end in [*bounds, (len(sentence), len(sentence))]:
        text = sentence[at:start]
        if text.strip():
            joined = before if _goes_on(text, before, sentence[at:], table) else ""
            yield _Clause(text, joined)
            before = f"{joined} {text}"[-CARRIED:]
        at = end


def _goes_on(text: str, before: str, rest: str, table: Table) -> bool:
    """Whether a clause begins with a verb, or a bare thing, that belongs to the one before."""
    if not before or _first_verb(before, table) is None:
        return False
    found = _first_verb(text, table)
    if found is None:  # only things: "your password, 2FA code or recovery phrase"
        return True
    return table.either_or.search(rest) is not None and not _words(text[: found.start()], table)


def _first_verb(text: str, table: Table) -> re.Match[str] | None:
    found = [f for p in (table.hand_over, table.typed, table.want) if (f := p.search(text))]
    return min(found, key=lambda each: each.start(), default=None)


def _bare(clause: _Clause, table: Table) -> bool:
    found = table.bare.search(clause.text)
    return found is not None and not _harmless(
        f"{clause.before} {clause.text[: found.end()]}", clause.text, table
    )


def _asked(kind: Never, clause: _Clause, table: Table) -> bool:
    verbs = _verbs(kind, clause.text, table)
    for secret in table.secrets[kind].finditer(clause.text):
        if any(_reaches(verb, secret, clause, table) for verb in verbs):
            return True
    return not table.secret_first and _carried(kind, clause, table)


def _carried(kind: Never, clause: _Clause, table: Table) -> bool:
    """A secret in a list whose verb stands clauses before: "send me your ID, password"."""
    found = table.secrets[kind].search(clause.text)
    if not clause.before or found is None or _first_verb(clause.text, table) is not None:
        return False
    if _THING.match(clause.text[: found.start()]) is None:
        return False
    before = clause.before
    verbs = [verb for p in (table.hand_over, table.want) for verb in p.finditer(before)]
    return any(not _excused(before[: v.start()], before[v.end() :], before, table) for v in verbs)


def _verbs(kind: Never, text: str, table: Table) -> list[re.Match[str]]:
    patterns: list[Pattern] = [table.hand_over, table.want]
    if table.here.search(text) or (kind in _NEVER_TYPED and not table.elsewhere.search(text)):
        patterns.append(table.typed)
    return [verb for pattern in patterns for verb in pattern.finditer(text)]


def _reaches(verb: re.Match[str], secret: re.Match[str], clause: _Clause, table: Table) -> bool:
    text = clause.text
    if secret.start() >= verb.end():
        gap = text[verb.end() : secret.start()]
    elif verb.start() < secret.end() and secret.start() < verb.end():
        gap = ""  # one expression: "您的密码是多少"
    elif table.secret_first and verb.start() >= secret.end():
        gap = text[secret.end() : verb.start()]
    else:
        return False
    lead = f"{clause.before} {text[: verb.start()]}"
    return len(gap) <= REACH and not _excused(lead, gap, f"{clause.before} {text}", table)


def _excused(lead: str, gap: str, clause: str, table: Table) -> bool:
    """Whether polarity, subject or an embedded clause makes a verb no request."""
    if table.between.search(gap) or table.giver.search(lead):
        return True
    return _harmless(lead, clause, table)


def _harmless(lead: str, clause: str, table: Table) -> bool:
    """Negated, somebody else's doing, or a question of what was. A negation may begin in the
    `lead` and end in the verb itself (不提供)."""
    negated = table.negation.search(clause)
    if negated is not None and negated.start() < len(lead):
        return True
    return bool(table.reported.search(lead) or table.harmless.search(clause))
