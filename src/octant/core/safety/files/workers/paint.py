"""Masks painted over parts of a picture, and a small one of it. Runs in the process that
`start.py` limits.

Input: 4 bytes with the length of a JSON list, the list, the picture. Each item of the list has
`corners` (four points) and `label`. Of a moving picture the first frame alone is kept: nobody
read the others.
"""

import io
import json
import math
from pathlib import Path
from runpy import run_path
from typing import Any

FILL, INK, EDGE = (24, 26, 34), (255, 255, 255), (214, 158, 46)
SMALLEST, LARGEST = 9, 28  # pixels of the label


def work(data: bytes) -> list[bytes]:
    """The picture with its masks, its size as `width height`, and a preview (WebP)."""
    from PIL import Image

    split = 4 + int.from_bytes(data[:4], "big")
    masks = json.loads(data[4:split])
    made = run_path(str(Path(__file__).with_name("image.py")))
    Image.MAX_IMAGE_PIXELS = made["MAX_PIXELS"]
    with Image.open(io.BytesIO(data[split:]), formats=made["FORMATS"]) as picture:
        name = picture.format or ""
        whole = picture.convert("RGBA" if name != "JPEG" and _transparent(picture) else "RGB")
    for mask in masks:
        _cover(whole, [tuple(corner) for corner in mask["corners"]])
    for mask in masks:
        _label(whole, [tuple(corner) for corner in mask["corners"]], mask["label"])
    output = io.BytesIO()
    whole.save(output, name, **made["_SAVE"][name])
    parts: list[bytes] = made["work"](output.getvalue())
    return parts


def _transparent(picture: Any) -> bool:
    return "A" in picture.mode or "transparency" in picture.info


def _cover(picture: Any, corners: list[Any]) -> None:
    from PIL import ImageDraw

    ImageDraw.Draw(picture).polygon(corners, fill=FILL, outline=EDGE, width=2)


def _label(picture: Any, corners: list[Any], label: str) -> None:
    """The label in the middle, as large as fits; none where it could not be read."""
    from PIL import ImageDraw, ImageFont

    width = math.dist(corners[0], corners[1])
    height = math.dist(corners[1], corners[2])
    size = min(LARGEST, int(height * 0.6))
    draw = ImageDraw.Draw(picture)
    while size >= SMALLEST:
        font = ImageFont.load_default(size)
        if draw.textlength(label, font=font) <= width * 0.94:
            middle = (sum(x for x, _y in corners) / 4, sum(y for _x, y in corners) / 4)
            draw.text(middle, label, font=font, fill=INK, anchor="mm")
            return
        size -= 1
