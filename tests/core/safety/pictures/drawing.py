"""Screenshots drawn here, with Pillow's own letters and the Chinese ones of the system."""

import io
import random
from functools import cache
from pathlib import Path

from mnemonic import Mnemonic
from PIL import Image, ImageDraw, ImageFont

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts")


def phrase(count: int = 24, language: str = "english", seed: int = 7) -> list[str]:
    """Words with a right checksum, always the same ones for a `seed`."""
    entropy = random.Random(seed).randbytes(count * 4 // 3)
    return Mnemonic(language).to_mnemonic(entropy).replace("\u3000", " ").split()


@cache
def chinese_font() -> str:
    """The file of a font with Chinese letters (tools/system_packages installs one)."""
    found = [path for folder in FOLDERS for path in Path(folder).rglob("*")
             if (path.suffix in (".ttc", ".otf") and "cjk" in path.name.lower())
             or path.name.startswith("PingFang")]  # fmt: skip
    return str(sorted(found)[0])


def _font(size: int, chinese: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.truetype(chinese_font(), size) if chinese else ImageFont.load_default(size)


def saved(picture: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    output = io.BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def screenshot(
    lines: list[str], *, width: int = 780, size: int = 28, dark: bool = False, chinese: bool = False
) -> Image.Image:
    """Lines of text below each other."""
    paper, ink = ((18, 20, 26), (235, 235, 240)) if dark else ((255, 255, 255), (20, 22, 30))
    picture = Image.new("RGB", (width, 60 + len(lines) * size * 2), paper)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((30, 40 + number * size * 2), line, fill=ink, font=_font(size, chinese))
    return picture


def grid(
    words: list[str],
    *,
    columns: int = 3,
    dark: bool = False,
    chinese: bool = False,
    title: str = "",
) -> tuple[Image.Image, list[tuple[int, int, int, int]]]:
    """A wallet's numbered words, and where each word stands in the picture."""
    title = title or ("请按顺序抄写助记词" if chinese else "Your secret recovery phrase")
    rows = -(-len(words) // columns)
    picture = screenshot([title], width=780, dark=dark, chinese=chinese)
    whole = Image.new("RGB", (780, 180 + rows * 80), picture.getpixel((2, 2)))
    whole.paste(picture, (0, 0))
    draw = ImageDraw.Draw(whole)
    ink, soft = ((235, 235, 240), (150, 150, 160)) if dark else ((20, 22, 30), (110, 110, 120))
    places, cell = [], (780 - 60) // columns
    for number, word in enumerate(words):
        left, top = 30 + number % columns * cell, 150 + number // columns * 80
        draw.rounded_rectangle((left, top, left + cell - 16, top + 60), 10, outline=soft)
        draw.text((left + 12, top + 15), str(number + 1), fill=soft, font=_font(26, False))
        font = _font(26, chinese)
        draw.text((left + 60, top + 15), word, fill=ink, font=font)
        places.append(tuple(int(n) for n in draw.textbbox((left + 60, top + 15), word, font=font)))
    return whole, places


def column(
    words: list[str], *, numbered: bool, size: int = 14
) -> tuple[Image.Image, list[tuple[int, int, int, int]]]:
    """A wide and mostly empty screen with one small character a line, and where each stands."""
    picture = Image.new("RGB", (1200, 800), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((20, 14), "您的助记词", fill="black", font=_font(20, True))
    places = []
    for number, word in enumerate(words):
        left, top = 20, 56 + number * size * 3 // 2
        if numbered:
            draw.text((left, top), f"{number + 1}. ", fill="black", font=_font(size, True))
            left += size * 3 // 2
        draw.text((left, top), word, fill="black", font=_font(size, True))
        box = draw.textbbox((left, top), word, font=_font(size, True))
        places.append((int(box[0]), int(box[1]), int(box[2]), int(box[3])))
    return picture, places


def turned(
    place: tuple[int, int, int, int], size: tuple[int, int], angle: int
) -> tuple[int, int, int, int]:
    """Where a place of a picture of that size is when the picture was turned."""
    marked = Image.new("L", size)
    ImageDraw.Draw(marked).rectangle(place, fill=255)
    return marked.rotate(angle, expand=True).getbbox() or place


def colours_in(data: bytes, place: tuple[int, int, int, int]) -> int:
    """How many clearly different colours stand in a part of a picture: 1 for a plain mask."""
    with Image.open(io.BytesIO(data)) as picture:
        part = picture.convert("L").crop(place).quantize(8).convert("L")
    return len([count for count, _colour in part.getcolors() or [] if count > 3])
