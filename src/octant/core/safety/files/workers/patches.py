"""Patches of a picture's mask: runs of its rows that touch one another. Loaded by `reading.py`."""

from typing import Any

MOST_RUNS = 300_000  # a full page of text has 60,000; noise is no text


def patches(mask: Any) -> tuple[Any, list[int], list[int], list[list[int]]]:
    """Rows, starts and ends of all runs of the mask, and which runs touch one another."""
    import numpy as np

    height, width = mask.shape
    framed = np.zeros((height, width + 2), np.int8)
    framed[:, 1:-1] = mask
    steps = np.diff(framed, axis=1)
    rows, firsts = np.nonzero(steps == 1)
    lasts = np.nonzero(steps == -1)[1]
    starts, ends = firsts.tolist(), lasts.tolist()
    parent = list(range(len(starts)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = run = parent[parent[run]]
        return run

    first_of = np.searchsorted(rows, np.arange(height + 1)).tolist()
    for row in range(1, height):
        above, below = first_of[row - 1], first_of[row]
        while above < first_of[row] and below < first_of[row + 1]:
            if starts[above] < ends[below] and starts[below] < ends[above]:
                parent[root(below)] = root(above)
            if ends[above] < ends[below]:
                above += 1
            else:
                below += 1
    found: dict[int, list[int]] = {}
    for run in range(len(starts)):
        found.setdefault(root(run), []).append(run)
    return rows, starts, ends, list(found.values())


def without_large(mask: Any, widest: int, highest: int) -> None:
    """Takes out of the mask what is wider or higher: frames, bubbles, edges of paper."""
    import numpy as np

    if np.count_nonzero(mask[:, 1:] != mask[:, :-1]) > 2 * MOST_RUNS:
        mask[:] = False
        return
    rows, starts, ends, found = patches(mask)
    for patch in found:
        high = int(rows[patch[-1]]) - int(rows[patch[0]])
        wide = max(ends[run] for run in patch) - min(starts[run] for run in patch)
        if high > highest or wide > widest:
            for run in patch:
                mask[rows[run], starts[run] : ends[run]] = False
