"""The letter's parts as one text and as one piece of HTML."""

from collections.abc import Iterable
from html import escape

from octant.kit.mail.bodies import content_id, is_picture, part_name
from octant.kit.mail.charsets import decode_text
from octant.kit.mail.html import MAX_STRIPPED, html_to_text, strip_tags
from octant.kit.mail.markup import MAX_TAGS
from octant.kit.mail.structure import Part
from octant.kit.mail.transfer import decode_transfer, unflow

MAX_FLOWED = 2_000_000  # characters; no letter is longer


def part_bytes(raw: bytes, part: Part, problems: set[str]) -> bytes:
    """A part's content, its transfer encoding undone."""
    data, problem = decode_transfer(
        raw[part.start : part.end], part.raw("content-transfer-encoding")
    )
    if problem:
        problems.add(problem)
    return data


def part_text(raw: bytes, part: Part, problems: set[str]) -> str:
    """A text part decoded, with \\n at the end of lines and no NUL."""
    data = part_bytes(raw, part, problems)
    charset = part.parameters.get("charset", "") or _meta_charset(part, data)
    text, problem = decode_text(data, charset)
    if problem:
        problems.add(problem)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if (
        part.kind == "text/plain"
        and part.parameters.get("format", "").lower() == "flowed"
        and len(text) <= MAX_FLOWED
    ):
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _meta_charset(part: Part, data: bytes) -> str:
    """What an HTML document says of itself, where the mail does not."""
    if part.kind != "text/html":
        return ""
    head = data[:2048].lower()
    at = head.find(b"charset=")
    if at < 0:
        return ""
    return head[at + 8 : at + 48].strip(b"\"' ").split(b'"')[0].split(b"'")[0].decode("latin-1")


def body_text(raw: bytes, parts: Iterable[Part], problems: set[str]) -> str:
    """The whole letter as text; HTML parts are rewritten, pictures left out."""
    texts = []
    tags = 0
    for part in parts:
        if part.kind == "text/plain":
            texts.append(part_text(raw, part, problems))
        elif part.kind == "text/html":
            html = part_text(raw, part, problems)
            tags += html.count("<")  # a thousand parts get no more time than one
            if len(html) > MAX_STRIPPED:
                problems.add("html-too-large")
            texts.append(html_to_text(html) if tags <= MAX_TAGS else strip_tags(html))
    return "\n\n".join(text.strip("\n") for text in texts if text.strip())


def body_html(raw: bytes, parts: list[Part], problems: set[str]) -> str:
    """The letter's HTML with its pictures in their places; "" if it has no HTML part."""
    if not any(part.kind == "text/html" for part in parts):
        return ""
    pieces = []
    for part in parts:
        if part.kind == "text/html":
            pieces.append(part_text(raw, part, problems))
        elif part.kind == "text/plain":
            text = escape(part_text(raw, part, problems)).replace("\n", "<br>\n")
            pieces.append(f"<div>{text}</div>" if text.strip() else "")
        elif is_picture(part):
            pieces.append(f'<p><img src="cid:{escape(picture_id(part))}"></p>')
    return "\n".join(piece for piece in pieces if piece)


def picture_id(part: Part) -> str:
    """By what HTML calls a picture; one that has no Content-ID gets an id of its place."""
    return content_id(part) or f"part-{part.start}@octant{'.' if part_name(part) else ''}"
