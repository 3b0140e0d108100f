"""Exact percentiles of seconds that lie strung together in `Hour`."""

from collections.abc import Sequence

import numpy as np

_WHOLE = np.dtype(">i4")  # as PostgreSQL's int4send writes them


def percentiles(packed: bytes, shares: Sequence[float]) -> list[int | None]:
    """The least of the seconds within which at least each share of them lies: what PostgreSQL's
    `percentile_disc` gives. None of none."""
    seconds = np.frombuffer(packed, dtype=_WHOLE).astype(np.int32)
    if not seconds.size:
        return [None] * len(shares)
    places = [max(0, int(np.ceil(round(share * seconds.size, 6))) - 1) for share in shares]
    return [int(value) for value in np.partition(seconds, places)[places]]
