"""Read one picture or document, and paint over what nobody may see. Blocking: 0.3 to 3 s of CPU
in a process with limits, which ends with the picture, so that nothing stays in memory."""

import importlib.util
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from octant.core.safety.files import sandbox
from octant.core.safety.files.images import Picture
from octant.core.safety.pictures import keys, phrases, references
from octant.core.safety.pictures.layout import Box, Point, Sheet, sheets, text_of
from octant.core.safety.rules import kept
from octant.core.safety.text import Kind, KnownReferences
from octant.core.safety.text.kinds import AnyKind, RuleKind
from octant.core.safety.text.known import NOTHING_KNOWN

READABLE = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"))
_LABELS = {
    Kind.SEED_PHRASE: "seed phrase removed",
    Kind.PRIVATE_KEY: "private key removed",
    Kind.KEY_OR_HASH: "hidden: key or hash",
}
_LABEL = "secret removed"  # painted with Pillow's own letters, which are Latin
WALL_SECONDS = 120  # one or two of a core's own; a busy machine must not make a picture unread
PACKAGES = ("onnxruntime", "rapidocr")


class Unreadable(Exception):
    """The engine ended without a result, or there was more to read than its limits allow."""


@dataclass(frozen=True, slots=True)
class Mask:
    """Where to paint: four corners in pixels of page `page`, and what was there."""

    page: int
    corners: list[Point]
    kind: AnyKind


@dataclass(frozen=True, slots=True)
class Read:
    """What was found. `whole` is False where only a part of a document was looked at."""

    masks: tuple[Mask, ...]
    references: tuple[references.Found, ...]
    whole: bool

    @property
    def kinds(self) -> list[str]:
        """Kinds of the secrets, each once."""
        return sorted({mask.kind.value for mask in self.masks})


def available() -> bool:
    """Whether the optional packages are there and reading is not switched off."""
    if not settings.OCTANT_PICTURES:
        return False
    return all(importlib.util.find_spec(name) is not None for name in PACKAGES)


def read(data: bytes, *, known: KnownReferences | None = None) -> Read:
    """What stands in a picture (PNG, JPEG, first frame of GIF and WebP) or on the scanned pages
    of a PDF. `known` are the sender's own references. Raises Unreadable."""
    try:
        (answer,) = sandbox.run("reading", data, wall_seconds=WALL_SECONDS)
        found: dict[str, Any] = json.loads(answer)
    except (sandbox.JobFailed, ValueError) as error:
        raise Unreadable from error
    if not all(page["whole"] for page in found["pages"]):
        raise Unreadable("too many lines")
    masks: list[Mask] = []
    offered: list[references.Found] = []
    for number, sheet in enumerate(sheets(found)):
        more, refs = _look(number, sheet, known or NOTHING_KNOWN)
        masks += more
        offered += [ref for ref in refs if ref not in offered]
    return Read(tuple(masks), tuple(offered[: references.MOST]), bool(found["whole"]))


def _look(
    number: int, sheet: Sheet, known: KnownReferences
) -> tuple[list[Mask], list[references.Found]]:
    text = text_of(sheet.lines)
    hits = list(keys.find(text, known))
    boxes: list[tuple[Box, AnyKind]] = [
        (box, Kind.SEED_PHRASE) for box in dict.fromkeys(phrases.find(sheet.lines))
    ]
    boxes += [(box, kind) for start, end, kind in hits for box in text.boxes(start, end)]
    masks = [Mask(number, sheet.corners(box), kind) for box, kind in _outer(boxes)]
    return masks, list(references.find(text.text, [(start, end) for start, end, _kind in hits]))


def _outer(boxes: list[tuple[Box, AnyKind]]) -> list[tuple[Box, AnyKind]]:
    """Without those that lie in another one: one label a mask."""
    outer: list[tuple[Box, AnyKind]] = []
    for box, kind in sorted(boxes, key=lambda each: -_area(each[0])):
        if not any(_inside(box, other) for other, _kind in outer):
            outer.append((box, kind))
    return outer


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _inside(box: Box, other: Box) -> bool:
    return other[0] <= box[0] and other[1] <= box[1] and box[2] <= other[2] and box[3] <= other[3]


def _label(kind: AnyKind) -> str:
    if isinstance(kind, RuleKind):
        name = kept.label(kind, "en")
        return f"{name} removed" if name.isascii() and name else _LABEL
    return _LABELS.get(kind, _LABEL)


def paint(data: bytes, masks: tuple[Mask, ...]) -> Picture:
    """The picture with `masks` painted over its pixels, and its small one. Raises Unreadable."""
    plan = [{"corners": mask.corners, "label": _label(mask.kind)} for mask in masks]
    head = json.dumps(plan).encode()
    try:
        made = sandbox.run("paint", len(head).to_bytes(4, "big") + head + data)
        whole, size, preview = made
        width, height = (int(side) for side in size.split())
    except (sandbox.JobFailed, ValueError) as error:
        raise Unreadable from error
    return Picture(whole, width, height, preview)
