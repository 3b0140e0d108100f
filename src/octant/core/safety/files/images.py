"""Pictures made anew: no metadata, nothing behind the end of the picture, upright.

Measured: 6 megapixels in 0.2 s plus 0.15 s to start the process.
"""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from octant.core.safety.files import sandbox
from octant.kit.errors import DomainError


class ImageRefused(DomainError):
    """The picture cannot be decoded within the limits; nothing of it may be kept."""

    code = "image_refused"
    status = 422


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew; `preview` is WebP of at most 480 pixels a side."""

    data: bytes
    width: int
    height: int
    preview: bytes


def remake(data: bytes) -> Picture:
    """The picture encoded again in its own format (GIF and WebP keep their frames).

    Metadata, profiles, thumbnails and trailing bytes are gone; the orientation is applied.
    At most 50 million pixels. Raises ImageRefused; blocking.
    """
    try:
        whole, size, preview = sandbox.run("image", data)
        width, height = (int(side) for side in size.split())
    except (sandbox.JobFailed, ValueError):
        raise ImageRefused(
            _(
                "This picture cannot be read. It may be damaged, or larger than 50 megapixels. "
                "Please take a new screenshot and send that."
            )
        ) from None
    return Picture(whole, width, height, preview)


def sanitise_image(source: Path | bytes) -> bytes:
    """`remake`, for those who want the picture alone."""
    return remake(source if isinstance(source, bytes) else source.read_bytes()).data
