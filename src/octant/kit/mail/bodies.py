"""Which parts are the letter and which are its attachments: RFC 8621, section 4.1.4."""

from dataclasses import dataclass, field

from octant.kit.mail.headers import decode_value, read_parameters
from octant.kit.mail.structure import Part

_SHOWN = ("text/plain", "text/html")


@dataclass(slots=True)
class Bodies:
    """Leaf parts in order: the letter as text, the letter as HTML, and what hangs on it.

    Pictures among the letter stand in `text` or `html` and, where one of these lacks them, in
    `attached` too.
    """

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    attached: list[Part] = field(default_factory=list)


def choose_bodies(root: Part) -> Bodies:
    """Sort all leaves of a tree. The tree is at most `structure.MAX_DEPTH` deep."""
    bodies = Bodies()
    _sort([root], "mixed", False, bodies.html, bodies.text, bodies.attached)
    return bodies


def disposition(part: Part) -> tuple[str, dict[str, str]]:
    """("attachment", {"filename": …}); the first is "" if nothing is said."""
    return read_parameters(part.raw("content-disposition"))


def part_name(part: Part) -> str:
    """A part's file name as written, "" if it has none."""
    _, parameters = disposition(part)
    return parameters.get("filename") or part.parameters.get("name") or ""


def content_id(part: Part) -> str:
    """A part's Content-ID without its brackets."""
    return decode_value(part.raw("content-id")).strip("<> ")


def is_picture(part: Part) -> bool:
    """Whether a part is shown rather than downloaded, as pictures and sounds are."""
    return part.kind.startswith(("image/", "audio/", "video/"))


def _sort(
    parts: list[Part],
    kind: str,
    in_alternative: bool,
    html: list[Part] | None,
    text: list[Part] | None,
    attached: list[Part],
) -> None:
    texts = len(text) if text is not None else -1
    htmls = len(html) if html is not None else -1
    for at, part in enumerate(parts):
        if part.is_multipart:
            subtype = part.kind.partition("/")[2]
            inside = in_alternative or subtype == "alternative"
            _sort(part.parts, subtype, inside, html, text, attached)
        elif not _inline(part, kind, at):
            attached.append(part)
        elif kind == "alternative":
            chosen = {"text/plain": text, "text/html": html}.get(part.kind, attached)
            (attached if chosen is None else chosen).append(part)
        else:
            if in_alternative and part.kind == "text/plain":
                html = None
            elif in_alternative and part.kind == "text/html":
                text = None
            _place(part, html, text, attached)
    if kind == "alternative" and text is not None and html is not None:
        if texts == len(text) and htmls != len(html):
            text.extend(html[htmls:])
        elif htmls == len(html) and texts != len(text):
            html.extend(text[texts:])


def _place(
    part: Part, html: list[Part] | None, text: list[Part] | None, attached: list[Part]
) -> None:
    if text is not None:
        text.append(part)
    if html is not None:
        html.append(part)
    if (text is None or html is None) and is_picture(part):
        attached.append(part)


def _inline(part: Part, kind: str, at: int) -> bool:
    if disposition(part)[0] == "attachment":
        return False
    if part.kind not in _SHOWN and not is_picture(part):
        return False
    return at == 0 or (kind != "related" and (is_picture(part) or not part_name(part)))
