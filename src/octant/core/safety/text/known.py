"""Values that are known to be harmless here: the customer's own references."""

from collections.abc import Callable, Iterable


def folded(value: str) -> str:
    """A reference as compared: lower case, without `0x`, spaces and hyphens."""
    return "".join(value.split()).replace("-", "").casefold().removeprefix("0x")


class KnownReferences:
    """The ids and hashes of a customer's deposits, withdrawals and orders.

    Takes them as they are, or a function that fetches them: it is called at most
    once, and only when a text holds something that cannot be told apart otherwise.
    """

    __slots__ = ("_load", "_values")

    def __init__(self, values: Iterable[str] | Callable[[], Iterable[str]] = ()) -> None:
        self._load = values if callable(values) else (lambda: values)
        self._values: frozenset[str] | None = None

    def __contains__(self, value: str) -> bool:
        if self._values is None:
            self._values = frozenset(map(folded, self._load()))
        return folded(value) in self._values


NOTHING_KNOWN = KnownReferences()
