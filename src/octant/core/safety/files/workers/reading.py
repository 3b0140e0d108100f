"""What is written in a picture, line by line. Runs in the process that `start.py` limits.

Text is found by PP-OCRv6 (small), read by its recogniser; both are ONNX files in the wheel of
`rapidocr`. Only those files are used: its own code wants OpenCV (220 MB on disk), while boxes of
text on screens lie straight, and numpy finds them. One thread; lines one at a time, since batches
were measured to be no faster (21 ms a line of a table either way) and take twice the memory.
"""

import importlib.util
import io
import json
import math
from dataclasses import dataclass
from pathlib import Path
from runpy import run_path
from statistics import median
from typing import Any

FIRST_PIXELS = 600_000  # 0.35 s of CPU; text of 9 pixels and more is found
CLOSER_PIXELS = 2_400_000  # where the text turns out to be smaller
SMALL_TEXT = 5.5  # pixels of a line's height, as found: about half of the letters' own
MOST_LINES = 600  # a trading terminal has 300
MOST_PIXELS = 50_000_000
LIKELY, SURE = 0.3, 0.5  # DB, arXiv 1911.08947: of a pixel, and of a whole box
UNCLIP = 1.6  # of the same paper: how far a box grows back to the text's size
LINE_HEIGHT = 48  # the recogniser's
PAGES = 5  # of a PDF
PAGE_PIXELS = 1_600
FEW_CHARACTERS = 40  # a page with fewer is taken for a scan
Box = tuple[int, int, int, int]
_HERE = Path(__file__)
_CLOSER = run_path(str(_HERE.with_name("closer.py")))
_PATCHES = run_path(str(_HERE.with_name("patches.py")))
TURNED, TURNED_AT_MOST = 0.6, 25.0  # degrees
# Of the longest lines: upright ones were read at 0.9 and more, those of a page on its head or
# side at 0.8 at most.
SAMPLE, FEW_LETTERS, LEGIBLE = 4, 4, 0.85


def work(data: bytes) -> list[bytes]:
    """One JSON value: pages, each with size, angle in degrees, lines, and whether all was read.

    Lines stand in the frame of the picture turned by `angle` around its middle: `box` is left,
    top, right, bottom; `at` holds the middle of each character of `text`.
    """
    engine = Engine(_models())
    pages, whole = _pages(data)
    read = [engine.page(page) for page in pages]
    return [json.dumps({"pages": read, "whole": whole}).encode()]


def _models() -> Path:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("rapidocr")
    return Path(spec.submodule_search_locations[0]) / "models"


def _pages(data: bytes) -> tuple[list[Any], bool]:
    """(pictures, whether they are all there is)."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if data.startswith(b"%PDF-"):
        return _scans(data)
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
        shown = picture.convert("RGBA")
        paper = Image.new("RGBA", shown.size, "white")
        paper.alpha_composite(shown)
        return [paper.convert("RGB")], True


def _scans(data: bytes) -> tuple[list[Any], bool]:
    """The pages of a PDF that have hardly any text of their own."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    found: list[Any] = []
    for page in document:
        if len(page.get_textpage().get_text_bounded().strip()) >= FEW_CHARACTERS:
            continue
        if len(found) == PAGES:
            return found, False
        scale = PAGE_PIXELS / max(*page.get_size(), 1)
        found.append(page.render(scale=scale).to_pil().convert("RGB"))
    return found, True


@dataclass(frozen=True, slots=True)
class Found:
    """Boxes of text; (degrees, width) of those that are long enough to tell; the height of a
    usual line in pixels of the shrunk picture."""

    boxes: list[Box]
    tilts: list[tuple[float, int]]
    height: float

    @property
    def tilt(self) -> float:
        return median([tilt for tilt, _width in self.tilts]) if self.tilts else 0.0

    @property
    def tilt_by_length(self) -> float:
        """The median in which a line counts by its width."""
        half = sum(width for _tilt, width in self.tilts) / 2
        for tilt, width in sorted(self.tilts):
            half -= width
            if half <= 0:
                return tilt
        return 0.0


@dataclass(frozen=True, slots=True)
class View:
    """A picture turned by `angle`, what was found in it, and its longest lines as they read."""

    angle: float
    picture: Any
    found: Found
    read: dict[Box, dict[str, Any]]

    @property
    def legible(self) -> bool:
        """Whether its longest lines say something."""
        letters = sum(len(line["text"]) for line in self.read.values())
        sure = sum(line["sure"] * len(line["text"]) for line in self.read.values())
        return letters >= FEW_LETTERS and sure >= LEGIBLE * letters


class Engine:
    """Both models, loaded once for this process (0.2 s)."""

    def __init__(self, models: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3

        def load(name: str) -> Any:
            file = next(models.glob(name))
            return onnxruntime.InferenceSession(
                str(file), options, providers=["CPUExecutionProvider"]
            )

        self._finder, self._reader = load("*_det_*.onnx"), load("*_rec_*.onnx")
        letters = self._reader.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._letters = ["", *letters, " "]

    def page(self, picture: Any) -> dict[str, Any]:
        """All lines of one picture."""
        width, height = picture.size
        view = self._upright(picture)
        shown, boxes = view.picture, view.found.boxes
        if view.found.height < SMALL_TEXT and shown.width * shown.height > FIRST_PIXELS:
            boxes = self._found(shown, CLOSER_PIXELS).boxes
        lines = [view.read.get(box) or self._line(shown, box) for box in boxes[:MOST_LINES]]
        return {
            "width": width,
            "height": height,
            "turned": [shown.width, shown.height],
            "angle": view.angle,
            "lines": [line for line in self._closer(shown, lines) if line["text"].strip()],
            "whole": len(boxes) <= MOST_LINES,
        }

    def _upright(self, picture: Any) -> View:
        """The picture as it is to be read: as it came, unless what seems to be its lines says
        nothing and does so when the picture is turned by a quarter or a half."""
        view = self._level(picture, 0)
        if view.legible or not view.found.boxes:
            return view
        sideways = sum(box[3] - box[1] > box[2] - box[0] for box in view.found.boxes)
        on_its_side = 2 * sideways > len(view.found.boxes)
        for quarter in (90, 270, 180) if on_its_side else (180, 90, 270):
            other = self._level(picture, quarter)
            if other.legible:
                return other
        return view

    def _level(self, picture: Any, angle: float) -> View:
        """The picture turned by `angle` and then so that its lines lie level. Those that stand
        askew are found in fragments, whose tilt is less than their own: what they say is made
        better once, by the lines of the picture that was turned by it."""
        from PIL import Image

        def turned() -> Any:
            return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="white")

        shown = turned() if angle else picture
        found = self._found(shown, FIRST_PIXELS)
        for more in (found.tilt, None):
            tilt = found.tilt_by_length if more is None else more
            if not TURNED < abs(tilt) < TURNED_AT_MOST:
                break
            angle += tilt
            shown = turned()
            found = self._found(shown, FIRST_PIXELS)
        longest = sorted(found.boxes, key=lambda box: box[0] - box[2])[:SAMPLE]
        return View(angle, shown, found, {box: self._line(shown, box) for box in longest})

    def _closer(self, picture: Any, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """`lines` with what they miss of a list of lone characters."""
        part = _CLOSER["region"](lines, picture.size)
        if part is None:
            return lines
        fresh = [self._line(picture, box) for box in _CLOSER["pieces"](picture, part, lines)]
        found: list[dict[str, Any]] = _CLOSER["joined"](lines, fresh)
        return found

    def _found(self, picture: Any, pixels: int) -> "Found":
        """Where text stands in the picture, shrunk for it to `pixels`."""
        import numpy as np

        scale = min(1.0, math.sqrt(pixels / (picture.width * picture.height)))
        size = [max(32, round(side * scale / 32) * 32) for side in picture.size]
        small = np.asarray(picture.resize(size), dtype=np.float32)[:, :, ::-1] / 255
        # Means and deviations of ImageNet, which the finder was trained with, in BGR order.
        even = (small - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)
        fed = np.ascontiguousarray(even.transpose(2, 0, 1)[None], dtype=np.float32)
        heat = self._finder.run(None, {self._finder.get_inputs()[0].name: fed})[0][0, 0]
        across, down = picture.width / size[0], picture.height / size[1]
        boxes: list[Box] = []
        tilts: list[tuple[float, int]] = []
        heights: list[float] = []
        for (left, top, right, bottom), height, tilt in _components(heat):
            heights.append(height)
            tilts += [] if tilt is None else [(tilt, round(right - left))]
            boxes.append(
                (
                    max(0, round(left * across)),
                    max(0, round(top * down)),
                    min(picture.width, round(right * across)),
                    min(picture.height, round(bottom * down)),
                )
            )
        return Found(boxes, tilts, median(heights) if heights else math.inf)

    def _line(self, picture: Any, box: Box) -> dict[str, Any]:
        """What is written in `box`, and where each character stands."""
        import numpy as np

        crop = picture.crop(box)
        width = max(16, math.ceil(crop.width * LINE_HEIGHT / max(crop.height, 1)))
        shown = np.asarray(crop.resize((width, LINE_HEIGHT)), dtype=np.float32)[:, :, ::-1]
        fed = np.ascontiguousarray(shown.transpose(2, 0, 1)[None] / 127.5 - 1)
        steps = self._reader.run(None, {self._reader.get_inputs()[0].name: fed})[0][0]
        best = steps.argmax(1).tolist()
        sure = [steps[step, letter] for step, letter in enumerate(best) if letter]
        text, at, before = "", [], 0
        for step, letter in enumerate(best):
            if letter and letter != before:
                text += self._letters[letter]
                at.append(round(box[0] + (step + 0.5) / len(best) * crop.width))
            before = letter
        mean = float(sum(sure)) / len(sure) if sure else 0.0
        return {"box": list(box), "text": text, "at": at, "sure": mean}


def _components(heat: Any) -> list[tuple[tuple[float, ...], float, float | None]]:
    """(grown box, height as found, tilt in degrees where it is long enough to tell) of each
    patch of text."""
    likely = heat > LIKELY
    rows, starts, ends, patches = _PATCHES["patches"](likely)
    found: list[tuple[tuple[float, ...], float, float | None]] = []
    for patch in patches:
        top, bottom = int(rows[patch[0]]), int(rows[patch[-1]]) + 1
        left = min(starts[run] for run in patch)
        right = max(ends[run] for run in patch)
        width, height = right - left, bottom - top
        part = likely[top:bottom, left:right]
        if min(width, height) < 3 or heat[top:bottom, left:right][part].mean() < SURE:
            continue
        grow = width * height * UNCLIP / (2 * (width + height))
        box = (left - grow, top - grow, right + grow, bottom + grow)
        found.append((box, height, _tilt(part)))
    return found


def _tilt(patch: Any) -> float | None:
    """The angle of the line through a patch that is long and thin, by least squares."""
    import numpy as np

    ys, xs = np.nonzero(patch)
    spread = float(xs.var())
    if spread < 25 * max(1.0, float(ys.var())) / 4 or spread < 200:
        return None
    slope = float(((xs - xs.mean()) * (ys - ys.mean())).mean()) / spread
    return math.degrees(math.atan(slope))
