"""A picture made anew, and a small one of it. Runs in the process that `start.py` limits."""

import io
import warnings
from typing import Any

MAX_PIXELS = 50_000_000
MAX_FRAMES = 300
PREVIEW_PIXELS = 480
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_SAVE: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 90, "progressive": True},
    "GIF": {},
    "WEBP": {"quality": 90, "method": 4},
}


def work(data: bytes) -> list[bytes]:
    """The picture encoded again, its size as `width height`, and a preview (WebP)."""
    from PIL import Image

    whole = remade(data)
    with Image.open(io.BytesIO(whole)) as picture:
        size = f"{picture.width} {picture.height}".encode()
        transparent = "A" in picture.mode or "transparency" in picture.info
        small = picture.convert("RGBA" if transparent else "RGB")
        small.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
        preview = io.BytesIO()
        small.save(preview, "WEBP", quality=80)
    return [whole, size, preview.getvalue()]


def remade(data: bytes) -> bytes:
    """`data` decoded and encoded again; raises whatever Pillow raises for a bad picture."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        name = picture.format or ""
        frames = min(getattr(picture, "n_frames", 1), MAX_FRAMES)
        if picture.width * picture.height * frames > 4 * MAX_PIXELS:
            raise ValueError("too many pixels over all frames")
        output = io.BytesIO()
        options = _SAVE[name]
        if frames > 1 and name in ("GIF", "WEBP"):
            options = {**options, **_animation(picture, frames)}
            first, *rest = options.pop("frames")
            first.save(output, name, save_all=True, append_images=rest, **options)
        else:
            upright = ImageOps.exif_transpose(picture)
            _bare(upright, name).save(output, name, **options)
    return output.getvalue()


def _animation(picture: Any, frames: int) -> dict[str, Any]:
    durations, images = [], []
    for number in range(frames):
        picture.seek(number)
        durations.append(picture.info.get("duration", 100) or 100)
        images.append(_bare(picture.convert("RGBA"), "WEBP"))
    return {"frames": images, "duration": durations, "loop": picture.info.get("loop", 0)}


def _bare(picture: Any, name: str) -> Any:
    """The pixels alone, in a new image: what is not copied cannot leak."""
    from PIL import Image

    if name == "JPEG" and picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    elif picture.mode in ("P", "PA", "CMYK", "YCbCr", "LAB", "HSV", "I;16", "I", "F"):
        transparent = picture.mode == "PA" or "transparency" in picture.info
        picture = picture.convert("RGBA" if transparent else "RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare
