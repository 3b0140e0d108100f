"""Bars and lines as server-side SVG: the numbers' places, in a box that stretches with the page.

Words stand beside the box as text, so that they are never squeezed; a table says the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 160
BAR_SHARE = 0.72  # of its place
Number = float | None


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of number, in the order of the chart's labels; None where there is none."""

    name: str
    values: Sequence[Number]


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws. `ticks`: words of the scale, from its top down to nothing; `rows`:
    the table behind it."""

    key: str
    title: str
    about: str
    names: list[str]
    bars: list[Bar]
    paths: list[str]
    ticks: list[str]
    ends: list[str]
    rows: list[tuple[str, list[str]]]

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def middle(self) -> float:
        return HEIGHT / 2


@dataclass(frozen=True, slots=True)
class Scale:
    """How numbers are said, and where the scale may end."""

    say: Callable[[Number], str]
    tops: Sequence[float]  # growing; beyond the last it doubles

    def top(self, highest: float) -> float:
        found = next((top for top in self.tops if highest <= top), self.tops[-1])
        while found < highest:
            found *= 2
        return found


def counting_tops() -> list[float]:
    """2, 4, 10, 20, 40, 100 …: half of each is a whole number."""
    return [step * 10**power for power in range(8) for step in (2, 4, 10)]


def chart(
    key: str,
    title: str,
    about: str,
    *,
    labels: Sequence[str],
    series: Sequence[Series],
    scale: Scale,
    bars: bool = False,
) -> Chart:
    """Lay out `series` over `labels`; at most as many as a page has room for, some sixty."""
    top = scale.top(max((v for s in series for v in s.values if v is not None), default=0))
    ends = [labels[0], labels[len(labels) // 2], labels[-1]] if len(labels) > 2 else list(labels)
    return Chart(
        key=key,
        title=title,
        about=about,
        names=[each.name for each in series],
        bars=_bars(series[0].values, top) if bars else [],
        paths=[] if bars else [_path(each.values, top) for each in series],
        ticks=[scale.say(top), scale.say(top / 2), scale.say(0)],
        ends=ends,
        rows=[
            (label, [scale.say(each.values[place]) for each in series])
            for place, label in enumerate(labels)
        ],
    )


def _bars(values: Sequence[Number], top: float) -> list[Bar]:
    place = WIDTH / max(len(values), 1)
    gap = place * (1 - BAR_SHARE) / 2
    return [
        Bar(
            x=round(number * place + gap, 2),
            y=round(HEIGHT - HEIGHT * value / top, 2),
            width=round(place * BAR_SHARE, 2),
            height=round(HEIGHT * value / top, 2),
        )
        for number, value in enumerate(values)
        if value
    ]


def _path(values: Sequence[Number], top: float) -> str:
    """A line through what there is; one alone is a dot, by the round ends of its stroke."""
    place = WIDTH / max(len(values), 1)
    parts: list[str] = []
    before: Number = None
    for number, value in enumerate(values):
        if value is not None:
            x, y = round((number + 0.5) * place, 2), round(HEIGHT - HEIGHT * value / top, 2)
            parts.append(f"M{x} {y}h0" if before is None else f"L{x} {y}")
        before = value
    return "".join(parts)
