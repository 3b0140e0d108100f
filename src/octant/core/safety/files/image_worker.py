"""The process behind `sanitise_image`: a picture on standard input, a new one on standard output.

Run by its path with `python -I`; imports nothing of the product.
"""

import io
import resource
import sys
import warnings
from typing import Any

MEMORY_BYTES = 1_500_000_000  # 50 megapixels of RGBA are 200 MB; a few copies at a time
CPU_SECONDS = 20
MAX_PIXELS = 50_000_000
MAX_FRAMES = 300
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_SAVE: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 90, "progressive": True},
    "GIF": {},
    "WEBP": {"quality": 90, "method": 4},
}


def _limit() -> None:
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        ceiling = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(what, (ceiling, ceiling))
        except (ValueError, OSError):  # macOS knows RLIMIT_AS but does not let it be set
            continue


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


def main() -> int:
    """Exit status 0 with the new picture on standard output, 1 with nothing."""
    data = sys.stdin.buffer.read()
    _limit()
    try:
        result = remade(data)
    except (OSError, ValueError, SyntaxError, MemoryError, Warning, KeyError, EOFError):
        return 1
    sys.stdout.buffer.write(result)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
