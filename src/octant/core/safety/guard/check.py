"""Sentences of a text, each looked at in the languages it is written in."""

from octant.core.safety.guard.kinds import Ask, Never
from octant.core.safety.guard.reading import NOTHING, Named, Reading
from octant.core.safety.text.normalise import view

MAX_CHARS = 200_000
MOST_ASKS = 50  # a text with so many is refused whatever else it says
QUOTE = 200


def check_article(text: str) -> tuple[Ask, ...]:
    """As `check`, for a public text: there, how to change a setting is told, not asked for."""
    return tuple(ask for ask in check(text) if ask.kind is not Never.SECURITY_CHANGE)


def check(text: str) -> tuple[Ask, ...]:
    """The requests in `text`, each sentence and kind once, in the order they stand."""
    return check_after(text, {})[0]


def check_after(text: str, before: Named) -> tuple[tuple[Ask, ...], Named]:
    """(requests in `text`, what its last sentence names); `before` was named just before it."""
    reading = Reading(view(text[:MAX_CHARS])[0], before)
    found: list[Ask] = []
    for number in reading.asking():
        asked = reading.asked(number)
        if asked and not reading.is_listed_under_a_warning(number):
            quote = reading.quote(number, QUOTE)
            found += [Ask(kind, quote) for kind in Never if kind in asked]
            if len(found) >= MOST_ASKS:
                break
    return tuple(found), reading.named(len(reading.spans) - 1)


def names(text: str) -> Named:
    """The secrets that a text speaks of, by language, but not those that it warns of."""
    found: Named = {}
    reading = Reading(view(text[:MAX_CHARS])[0], {})
    for number in reading.naming():
        warned = reading.warns(number)
        for name, named in reading.named(number).items():
            if name not in warned:
                found[name] = found.get(name, NOTHING) | named
    return found
