"""`python -m eval.screenshots.run [--seed SEED] [NUMBER…]`: read generated screenshots and count
what was masked.

Pages are drawn by Chromium, so that the place of every secret word is known exactly; a word
counts as masked only if ten points spread over its letters all lie inside a mask.
"""

import argparse
import io
import json
import os
import random
import resource
import shutil
import statistics
import sys
import time
from collections import Counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "octant.project.settings")

FIRST, COUNT = 240, 400  # pages of the first look; with those held out
SEED = 20261122
PLACES = (
    "els => els.flatMap(e => [...e.getClientRects()].map(r => [r.left, r.top, r.right, r.bottom]))"
)
Point = tuple[float, float]


def main(arguments: list[str]) -> int:
    import django

    django.setup()
    from octant.core.safety import pictures

    if not pictures.available():
        print("The packages of requirements/pictures.txt are not installed: nothing to measure.")
        return 0
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=SEED, help="another one draws other pages")
    parser.add_argument("--data", help="not needed: its pages are drawn here")
    parser.add_argument("numbers", type=int, nargs="*")
    given = parser.parse_args(arguments)
    outcome = Outcome()
    for made, data, places in _photographs(COUNT, given.numbers, given.seed):
        began, cpu = time.monotonic(), _child_seconds()
        found = pictures.read(data)
        outcome.seconds.append(_child_seconds() - cpu)
        outcome.waited.append(time.monotonic() - began)
        outcome.add(made, places, found)
    outcome.show()
    return 0


class Outcome:
    """Counts by kind and layout."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.waited: list[float] = []
        self.pieces: Counter[str] = Counter()
        self.hidden: Counter[str] = Counter()
        self.pictures: Counter[str] = Counter()
        self.whole: Counter[str] = Counter()
        self.missed: list[str] = []

    def add(self, made: Any, places: list[Any], found: Any) -> None:
        layout = made.name.split("-", 1)[1]
        part = layout.split("-")[0] if layout.startswith(("new-", "turned-")) else "first"
        tongue = "-zh" if made.kind == "phrase" and layout.endswith("-zh") else ""
        kind = f"all {part} of {made.kind}{tongue}"
        self.pictures[kind] += 1
        self.pictures[layout] += 1
        if made.kind == "none":
            self.whole[kind] += not found.masks
            self.whole[layout] += not found.masks
            if found.masks:
                self.missed.append(f"{made.name} masked for nothing: {found.kinds}")
            return
        hidden = sum(any(_inside(place, mask.corners) for mask in found.masks) for place in places)
        for key in (kind, layout):
            self.pieces[key] += len(places)
            self.hidden[key] += hidden
            self.whole[key] += hidden == len(places)
        if hidden < len(places):
            how = f"{made.width}x{made.scale} q{made.jpeg} {made.tilt}°"
            self.missed.append(f"{made.name} {how}: {hidden} of {len(places)}")

    def show(self) -> None:
        for key in sorted(self.pictures):
            line = {"what": key, "pictures": self.pictures[key], "wholly_right": self.whole[key]}
            if self.pieces[key]:
                line |= {"pieces": self.pieces[key], "masked": self.hidden[key]}
            print(json.dumps(line))
        print(*self.missed, sep="\n")
        for name, values in (("cpu_seconds", self.seconds), ("wall_seconds", self.waited)):
            ordered = sorted(values)
            p95 = ordered[int(len(ordered) * 0.95)]
            print(
                json.dumps(
                    {name: {"p50": round(statistics.median(ordered), 2), "p95": round(p95, 2)}}
                )
            )


def _inside(points: list[Point], corners: Any) -> bool:
    """Whether the letters of one piece lie inside a mask."""
    return all(_covers(corners, point) for point in points)


def _points(place: list[float], scale: int) -> list[Point]:
    """Points that stand for the letters of a piece: two rows of five, in pixels."""
    left, top, right, bottom = (side * scale for side in place)
    edge = min(2.0 * scale, (right - left) / 8)
    across = [left + edge + (right - left - 2 * edge) * n / 4 for n in range(5)]
    return [(x, top + (bottom - top) * part) for x in across for part in (0.35, 0.65)]


def _covers(corners: Any, point: tuple[float, float]) -> bool:
    """Whether a convex quadrilateral, clockwise, holds the point."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return all(
        (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax) >= 0
        for (ax, ay), (bx, by) in pairs
    )


def _child_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _photographs(count: int, only: list[int], seed: int = SEED) -> list[Any]:
    """(page, bytes, places of the pieces of its secret in pixels) of each page."""
    from eval.screenshots import held_out
    from eval.screenshots.pages import page
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
            args=["--no-sandbox"],
        )
        for number in range(count):
            if only and number not in only:
                continue
            draw = page if number < FIRST else held_out.page
            made = draw(number, random.Random(f"{seed}/{number}"))
            size = {"width": made.width, "height": made.height}
            view = browser.new_page(viewport=size, device_scale_factor=made.scale)
            view.set_content(made.html)
            places = [_points(each, made.scale) for each in view.locator("s").evaluate_all(PLACES)]
            png = view.screenshot(full_page=True)
            view.close()
            found.append((made, *_photographed(made, png, places)))
        browser.close()
    return found


def _photographed(made: Any, png: bytes, places: list[Any]) -> tuple[bytes, list[Any]]:
    """As JPEG, and turned as in a photograph; the places turn along."""
    import math

    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if made.tilt:
        width, height = picture.size
        picture = picture.rotate(
            made.tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=(96, 88, 80)
        )
        turn = math.radians(made.tilt)

        def moved(x: float, y: float) -> Point:
            across, down = x - width / 2, y - height / 2
            return (
                across * math.cos(turn) + down * math.sin(turn) + picture.width / 2,
                -across * math.sin(turn) + down * math.cos(turn) + picture.height / 2,
            )

        places = [[moved(*point) for point in points] for points in places]
    output = io.BytesIO()
    if made.jpeg:
        picture.save(output, "JPEG", quality=made.jpeg)
    else:
        picture.save(output, "PNG")
    return output.getvalue(), places


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
