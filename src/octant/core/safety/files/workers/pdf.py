"""A PDF without anything that acts. Runs in the process that `start.py` limits.

Every object is walked, those inside object streams too, where a search over the bytes sees
nothing. What is taken out: ISO 32000-2, 12.6 (actions), 7.11.4 (embedded files), 12.7.8 (XFA),
13 (multimedia), 14.3 (metadata). Links to pages of the same document stay.
"""

import io
from pathlib import Path
from runpy import run_path
from typing import Any

MAX_PAGES = 1000
MAX_OBJECTS = 300_000
TEXT_PAGES = 300
TEXT_CHARACTERS = 2_000_000
PREVIEW_PIXELS = 480
# Keys that start something, wherever they stand.
ACTING = ("/JS", "/JavaScript", "/AA", "/OpenAction", "/XFA", "/EmbeddedFiles", "/EF", "/RichMedia")
# And those that tell of the author and of what else was in the file.
TELLING = ("/Metadata", "/PieceInfo", "/Collection", "/AF", "/Requirements", "/Extensions")
ACTIONS = {
    "/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR",
    "/GoToE", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/Hide",
    "/SetOCGState", "/Trans",
}  # fmt: skip
ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


def work(data: bytes) -> list[bytes]:
    """The PDF written anew, its text (UTF-8), a preview of its first page (WebP or nothing),
    how many things were taken out, what its strings say and what else may be words in it.
    PermissionError if it wants a password."""
    clean, removed = disarmed(data)
    text, preview = seen(clean)
    texts = (text, *beside_the_text(clean))
    shown, strings, runs = (each.encode("utf-8", "replace") for each in texts)
    return [clean, shown, preview, str(removed).encode(), strings, runs]


def beside_the_text(clean: bytes) -> tuple[str, str]:
    """(strings and names of the document, words in its streams): what only some viewers show."""
    import pikepdf

    corners = _corners()
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        return corners["strings"](pdf, pikepdf), corners["words_in_streams"](pdf, pikepdf)


def _corners() -> dict[str, Any]:
    return run_path(str(Path(__file__).with_name("corners.py")))


def disarmed(data: bytes) -> tuple[bytes, int]:
    """(the PDF without what acts, how many things that were)."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise PermissionError from error
    with pdf:
        if len(pdf.pages) > MAX_PAGES or len(pdf.objects) > MAX_OBJECTS or not len(pdf.pages):
            raise ValueError("too many pages or objects, or none")
        removed = sum(_clean(thing, pikepdf) for thing in pdf.objects)
        for telling in ("/Info", "/ID"):
            if telling in pdf.trailer:
                del pdf.trailer[telling]
        _corners()["bare_pictures"](pdf, pikepdf)
        output = io.BytesIO()
        # What nothing leads to any more is not written; nor are object streams, for those
        # who look at our work with a simple search.
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable, encryption=False)
    return output.getvalue(), removed


def _clean(start: Any, pikepdf: Any) -> int:
    """Take what acts out of one object and out of what lies directly in it."""
    removed, waiting = 0, [start]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            removed += _filter(thing, pikepdf)
            waiting += [each for each in thing if _direct(each, pikepdf)]
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            removed += _strip(thing, pikepdf)
            waiting += [each for _key, each in thing.items() if _direct(each, pikepdf)]
    return removed


def _direct(thing: Any, pikepdf: Any) -> bool:
    """Whether the walk over all objects would not come by here by itself."""
    container = isinstance(thing, (pikepdf.Array, pikepdf.Dictionary))
    return container and not thing.is_indirect


def _filter(array: Any, pikepdf: Any) -> int:
    kept = [each for each in array if not _acts(each, pikepdf)]
    removed = len(array) - len(kept)
    if removed:
        while len(array):
            del array[-1]
        array.extend(kept)
    return removed


def _strip(thing: Any, pikepdf: Any) -> int:
    removed = 0
    for key in list(thing.keys()):
        if key in TELLING:
            del thing[key]
        elif key in ACTING or _acts(thing[key], pikepdf):
            del thing[key]
            removed += 1
    if _is_action(thing):  # an object of its own that something may still lead to
        for key in list(thing.keys()):
            if key != "/Length":
                del thing[key]
        removed += 1
    return removed


def _acts(thing: Any, pikepdf: Any) -> bool:
    """Whether it is an action, an annotation that plays or carries something, or PostScript."""
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    subtype = str(thing.get("/Subtype", ""))
    return _is_action(thing) or subtype in ANNOTATIONS or subtype == "/PS"


def _is_action(thing: Any) -> bool:
    return str(thing.get("/S", "")) in ACTIONS


def seen(data: bytes) -> tuple[str, bytes]:
    """(the text that a reader sees, a picture of the first page or nothing)."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pieces: list[str] = []
    length = 0
    for number in range(min(len(document), TEXT_PAGES)):
        piece = document[number].get_textpage().get_text_range()  # beside the page, too
        pieces.append(piece)
        length += len(piece)
        if length > TEXT_CHARACTERS:
            break
    return "\n".join(pieces)[:TEXT_CHARACTERS], _preview(document[0])


def _preview(page: Any) -> bytes:
    width, height = page.get_size()
    scale = PREVIEW_PIXELS / max(width, height, 1)
    output = io.BytesIO()
    picture = page.render(scale=scale).to_pil().convert("RGB")
    picture.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
    picture.save(output, "WEBP", quality=80)
    return output.getvalue()
