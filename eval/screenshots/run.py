"""`python -m eval.screenshots.run [COUNT]`: read generated screenshots and count what was masked.

Pages are drawn by Chromium, so that the place of every secret word is known exactly; a word
counts as masked only if no pixel of its box is left outside the masks' colours.
"""

import io
import json
import os
import random
import resource
import statistics
import sys
import time
from collections import Counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "octant.project.settings")

COUNT = 240
SEED = 20261122
PLACES = "els => els.flatMap(e => [...e.getClientRects()].map(r => [r.left, r.top, r.right, r.bottom]))"


def main(arguments: list[str]) -> int:
    import django

    django.setup()
    from octant.core.safety import pictures

    if not pictures.available():
        print("The packages of requirements/pictures.txt are not installed: nothing to measure.")
        return 0
    numbers = [int(each) for each in arguments if each.isdigit()]
    outcome = Outcome()
    for made, data, places in _photographs(numbers[0] if numbers else COUNT):
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
        self.pictures[made.kind] += 1
        self.pictures[layout] += 1
        if made.kind == "none":
            self.whole["none"] += not found.masks
            self.whole[layout] += not found.masks
            if found.masks:
                self.missed.append(f"{made.name} masked for nothing: {found.kinds}")
            return
        hidden = sum(any(_inside(place, mask.corners) for mask in found.masks) for place in places)
        for key in (made.kind, layout):
            self.pieces[key] += len(places)
            self.hidden[key] += hidden
            self.whole[key] += hidden == len(places)
        if hidden < len(places):
            self.missed.append(
                f"{made.name} {made.width}x{made.scale} q{made.jpeg} {made.tilt}°: {hidden} of {len(places)}"
            )

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
            print(json.dumps({name: {"p50": round(statistics.median(ordered), 2), "p95": round(p95, 2)}}))


def _inside(place: Any, corners: Any) -> bool:
    """Whether the middle band of a word's box (its letters) lies inside a mask."""
    left, top, right, bottom = place
    quarter, edge = (bottom - top) / 4, min(2.0, (right - left) / 8)
    points = [(x, y) for x in (left + edge, right - edge) for y in (top + quarter, bottom - quarter)]
    return all(_covers(corners, point) for point in points)


def _covers(corners: Any, point: tuple[float, float]) -> bool:
    """Whether a convex quadrilateral, clockwise, holds the point."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return all(
        (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax) >= 0 for (ax, ay), (bx, by) in pairs
    )


def _child_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _photographs(count: int) -> list[Any]:
    """(page, bytes, places of the pieces of its secret in pixels) of each page."""
    from playwright.sync_api import sync_playwright

    from eval.screenshots.pages import page

    rng = random.Random(SEED)
    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("OCTANT_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for number in range(count):
            made = page(number, rng)
            size = {"width": made.width, "height": made.height}
            view = browser.new_page(viewport=size, device_scale_factor=made.scale)
            view.set_content(made.html)
            places = [
                [side * made.scale for side in place] for place in view.locator("s").evaluate_all(PLACES)
            ]
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
        picture = picture.rotate(made.tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=(96, 88, 80))
        turn = math.radians(made.tilt)

        def moved(x: float, y: float) -> tuple[float, float]:
            across, down = x - width / 2, y - height / 2
            return (
                across * math.cos(turn) + down * math.sin(turn) + picture.width / 2,
                -across * math.sin(turn) + down * math.cos(turn) + picture.height / 2,
            )

        middles = [
            (*moved((a + c) / 2, (b + d) / 2), (c - a) / 2, (d - b) / 2) for a, b, c, d in places
        ]
        places = [[x - 0.8 * w, y - h / 2, x + 0.8 * w, y + h / 2] for x, y, w, h in middles]
    output = io.BytesIO()
    if made.jpeg:
        picture.save(output, "JPEG", quality=made.jpeg)
    else:
        picture.save(output, "PNG")
    return output.getvalue(), places


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
