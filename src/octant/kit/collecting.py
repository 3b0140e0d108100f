"""Python's search for objects that hold each other, kept off what a process has for good.

A full search looks at every object: some 200,000 after the start, a fifth of a second in which a
request or an acknowledgement waits. What stands when a process is ready stays until it ends.
"""

import gc

# New objects before the youngest are searched (by itself 700). One page of the desk makes
# thousands, almost all of which go by themselves.
NEW_OBJECTS, YOUNG, MIDDLE = 10_000, 20, 20


def settle() -> None:
    """Once, when a long-running process is ready: never search again what stands now."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG, MIDDLE)
