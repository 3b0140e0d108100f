"""How figures are printed: a table for people, then one JSON line for programs."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from typing import Any


def show(name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows of the same keys as a table, and the whole as JSON."""
    keys = list(rows[0])
    cells = [[_cell(row.get(key)) for key in keys] for row in rows]
    widths = [max(len(key), *(len(line[n]) for line in cells)) for n, key in enumerate(keys)]
    for line in [keys, *cells]:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)))
    machine = {"cores": os.cpu_count(), "machine": platform.machine()}
    print(json.dumps({"bench": name, **machine, "rows": list(rows)}, default=str), flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lie, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _cell(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
