"""Recordings: their containers checked from end to end; what tells of places taken out.

The pictures inside are not decoded: players in browsers do that in their own sandbox.
"""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from octant.core.safety.files import boxes, ebml
from octant.core.safety.files.errors import FileRefused
from octant.core.safety.files.stream import Malformed

Source = Callable[[], Iterable[bytes]]


def checked(source: Source, kind: str, size: int) -> Iterator[bytes]:
    """The recording as it may be kept. `source()` begins the file anew each time it is called.

    Raises FileRefused (`file_video`) at once, before anything is yielded.
    """
    try:
        if kind == "webm":
            return ebml.blanked(source(), ebml.check(source(), size))
        return boxes.blanked(source(), boxes.check(source(), size))
    except Malformed as error:
        raise FileRefused(
            _(
                "This recording is damaged, or it holds something besides picture and sound. "
                "Please record it again and send the new file."
            ),
            code="file_video",
            status=422,
        ) from error
