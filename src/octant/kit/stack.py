"""Room for deep calls.

CPython 3.11 to 3.13 keep the frames of Python functions in chunks of 16 kB. Where a chunk ends
inside a loop, each call takes a new one from the system and gives it back: the same template took
2 or 10 ms, as its depth happened to be. A function that claims a large frame gets a large chunk,
and all that it calls lies in there.
"""

from collections.abc import Callable
from types import FunctionType
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
Answer = TypeVar("Answer")
WORDS = 33_000  # of 8 bytes: a chunk of 512 kB, of which only what is touched takes memory


def roomy(work: Callable[P, Answer]) -> Callable[P, Answer]:
    """The same function; what it calls never meets the end of a small chunk."""

    def call(*args: P.args, **kwargs: P.kwargs) -> Answer:
        return work(*args, **kwargs)

    code = call.__code__.replace(co_stacksize=WORDS)
    large = FunctionType(code, call.__globals__, call.__name__, None, call.__closure__)
    return cast("Callable[P, Answer]", large)
