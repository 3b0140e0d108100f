"""What hangs on a letter: names made safe, contents decoded, Outlook's winmail.dat unpacked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octant.kit.mail.bodies import Bodies, content_id, disposition, is_picture, part_name
from octant.kit.mail.headers import decode_value, read_fields
from octant.kit.mail.html import html_to_text
from octant.kit.mail.structure import Part
from octant.kit.mail.texts import part_bytes, picture_id
from octant.kit.mail.tnef import Tnef, read_tnef

MAX_NAME = 200
MAX_WITHIN = 5  # mails of Outlook within each other

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ENDINGS = {
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file. `name` has no folders and is never empty, `type` is what the sender claims, `size`
    the bytes of `content`; `inline` says that the letter shows it at its place."""

    name: str
    type: str
    size: int
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's text found inside an attachment (winmail.dat), "" as a rule."""

    text: str = ""
    html: str = ""


def safe_name(name: str) -> str:
    """A file name without folders, control and direction characters; "" if nothing is left."""
    name = _UNSAFE.sub("", name).replace("\\", "/").rpartition("/")[2].strip(" .")
    if len(name) > MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if dot and len(ending) <= 10 else ""
        name = (stem or name)[: MAX_NAME - len(ending)] + ending
    return name


def read_attachments(
    raw: bytes, bodies: Bodies, problems: set[str]
) -> tuple[tuple[Attachment, ...], Letter]:
    """Every file of a mail, pictures within the letter among them."""
    shown = {id(part) for part in [*bodies.html, *bodies.text]}
    parts = bodies.attached + [
        part
        for part in bodies.html or bodies.text
        if is_picture(part) and not any(part is each for each in bodies.attached)
    ]
    parts.sort(key=lambda part: part.start)
    files: list[Attachment] = []
    letter = Letter()
    for number, part in enumerate(parts, start=1):
        file = _read(raw, part, number, id(part) in shown, problems)
        unpacked = read_tnef(file.content) if _may_be_tnef(part) else None
        if unpacked is None:
            files.append(file)
            continue
        files += _unpacked(unpacked)
        if not _has_letter(bodies):
            letter = Letter(unpacked.text or html_to_text(unpacked.html), unpacked.html)
    return tuple(files), letter


def _may_be_tnef(part: Part) -> bool:
    return part.kind.endswith("ms-tnef") or part_name(part).lower() == "winmail.dat"


def _has_letter(bodies: Bodies) -> bool:
    return any(part.end - part.start > 2 for part in bodies.text if not is_picture(part))


def _unpacked(tnef: Tnef, depth: int = 0) -> Iterator[Attachment]:
    """Its files; a mail within it is its words as a text, and its own files."""
    for number, file in enumerate(tnef.files, start=1):
        inner = read_tnef(file.content) if depth < MAX_WITHIN else None
        if inner is not None:
            words = (inner.text or html_to_text(inner.html)).encode()
            name = f"{safe_name(file.name) or f'winmail-{number}'}.txt"
            yield Attachment(name=name, type="text/plain", size=len(words), content=words)
            yield from _unpacked(inner, depth + 1)
            continue
        kind = file.type.lower() if file.type.count("/") == 1 else "application/octet-stream"
        yield Attachment(
            name=safe_name(file.name) or f"winmail-{number}{_ENDINGS.get(kind, '')}",
            type=kind[:100],
            size=len(file.content),
            content=file.content,
            content_id=file.content_id,
            inline=bool(file.content_id) and kind.startswith("image/"),
        )


def _read(raw: bytes, part: Part, number: int, shown: bool, problems: set[str]) -> Attachment:
    content = part_bytes(raw, part, problems)
    inline = shown or (bool(content_id(part)) and disposition(part)[0] != "attachment")
    return Attachment(
        name=_name(part, content, number),
        type=part.kind,
        size=len(content),
        content=content,
        content_id=picture_id(part) if shown and is_picture(part) else content_id(part),
        inline=inline and is_picture(part),
    )


def _name(part: Part, content: bytes, number: int) -> str:
    name = safe_name(part_name(part))
    if name:
        return name
    if part.kind == "message/rfc822":
        fields = dict(reversed(read_fields(content[:20_000].split(b"\n\n")[0])))
        name = safe_name(decode_value(fields.get("subject", b"")).replace("/", "-"))
    return (name or f"attachment-{number}")[: MAX_NAME - 5] + _ENDINGS.get(part.kind, "")
