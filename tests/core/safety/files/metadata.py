"""Files whose every hidden corner holds a word: metadata, comments, covers, boxes that no player
shows. `plant(way)` makes the word; each way has its own, so that a leak names its way."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from PIL import Image, PngImagePlugin
from tests.core.safety.files import samples

Plant = Callable[[str], str]


def png(plant: Plant) -> bytes:
    """Text chunks of all three kinds, EXIF, XMP, a chunk of nobody's, bytes behind the end."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", plant("png tEXt"))
    told.add_text("Description", plant("png zTXt"), zip=True)
    told.add_itxt("XML:com.adobe.xmp", f"<x>{plant('png iTXt')}</x>")
    told.add(b"prVt", plant("png own chunk").encode())
    exif = Image.Exif()
    exif[0x010E] = plant("png eXIf")
    output = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(output, "PNG", pnginfo=told, exif=exif)
    return output.getvalue() + plant("png behind the end").encode()


def jpeg(plant: Plant, way: str = "jpeg") -> bytes:
    """EXIF with GPS and the maker's note, a comment, XMP, Photoshop's block, a colour profile."""
    exif = Image.Exif()
    exif[0x010E] = plant(f"{way} EXIF")
    exif.get_ifd(0x8769)[0x927C] = plant(f"{way} maker's note").encode()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + plant(f"{way} user comment").encode()
    output = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(
        output,
        "JPEG",
        exif=exif,
        comment=plant(f"{way} comment").encode(),
        icc_profile=bytes(128) + plant(f"{way} colour profile").encode(),
    )
    plain = output.getvalue()
    more = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", 2 + len(data)) + data
        for marker, data in (
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + plant(f"{way} XMP").encode()),
            (0xED, b"Photoshop 3.0\0" + plant(f"{way} IPTC").encode()),
        )
    )
    return plain[:2] + more + plain[2:] + plant(f"{way} behind the end").encode()


def gif(plant: Plant) -> bytes:
    output = io.BytesIO()
    Image.new("P", (40, 20)).save(output, "GIF", comment=plant("gif comment").encode())
    return output.getvalue() + plant("gif behind the end").encode()


def webp(plant: Plant) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = plant("webp EXIF")
    output = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(
        output, "WEBP", exif=exif, xmp=f"<x>{plant('webp XMP')}</x>".encode()
    )
    return output.getvalue()


def pdf(plant: Plant) -> bytes:
    """What is taken out without a word: Info, XMP, attachments, private data of programs, and
    what cameras wrote into the pictures on its pages."""
    made = samples.page_with("Statement of account")
    made.docinfo["/Title"] = plant("pdf title")
    made.docinfo["/Keywords"] = pikepdf.String(plant("pdf keywords").encode("utf-16"))
    made.attachments["notes.txt"] = plant("pdf attachment").encode()
    made.Root.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=plant("pdf PieceInfo")))
    xmp = f"<x>{plant('pdf XMP')}</x>".encode()
    made.Root.Metadata = made.make_stream(xmp, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    made.trailer["/ID"] = pikepdf.Array([plant("pdf ID").encode()] * 2)
    made.make_indirect(pikepdf.Dictionary(Lost=plant("pdf object that nothing leads to")))
    picture = made.make_stream(
        jpeg(plant, "picture in a pdf"),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=40,
        Height=20,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB,
        Filter=pikepdf.Name.DCTDecode,
    )
    made.pages[0].Resources.XObject = pikepdf.Dictionary(P=picture)
    data = made.pages[0].Contents.read_bytes() + b"\nq 40 0 0 20 10 10 cm /P Do Q\n"
    made.pages[0].Contents = made.make_stream(data)
    return samples.written(made, fix_metadata_version=False)


def _in_page(text: str, made: pikepdf.Pdf) -> None:
    made.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=text
            )
        ]
    )


def _in_form(text: str, made: pikepdf.Pdf) -> None:
    box = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="a", V=pikepdf.String(text.encode("utf-16")))
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made.make_indirect(box)]))


def _in_outline(text: str, made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(text, 0))


def _in_own_key(text: str, made: pikepdf.Pdf) -> None:
    made.Root["/Octant"] = pikepdf.Dictionary(Deep=pikepdf.Array([pikepdf.Dictionary(X=text)]))


def _in_comment(text: str, made: pikepdf.Pdf) -> None:
    data = made.pages[0].Contents.read_bytes()
    made.pages[0].Contents = made.make_stream(data + f"\n% {text}\n".encode())


def _outside_the_page(text: str, made: pikepdf.Pdf) -> None:
    data = made.pages[0].Contents.read_bytes()
    more = f"\nBT /F1 12 Tf 20 900 Td ({text}) Tj ET\n".encode()
    made.pages[0].Contents = made.make_stream(data + more)


def _in_profile(text: str, made: pikepdf.Pdf) -> None:
    profile = made.make_stream(bytes(128) + text.encode("utf-16-be") + bytes(9), N=3)
    spaces = pikepdf.Dictionary(C=pikepdf.Array([pikepdf.Name.ICCBased, profile]))
    made.pages[0].Resources.ColorSpace = spaces


def _as_name(text: str, made: pikepdf.Pdf) -> None:
    made.Root["/Octant"] = pikepdf.Name("/" + text)


# What a viewer or an editor shows somewhere: the document is refused with the sentence that says
# what was in it.
SHOWN = {
    "a comment on the page": _in_page,
    "a field of a form": _in_form,
    "a bookmark": _in_outline,
    "a key of a program's own": _in_own_key,
    "a comment in the page's program": _in_comment,
    "text outside of the page": _outside_the_page,
    "a colour profile": _in_profile,
    "a name": _as_name,
}


def pdf_that_shows(where: str, text: str) -> bytes:
    made = samples.page_with("Statement of account")
    SHOWN[where](text, made)
    return samples.written(made)


def mp4(plant: Plant) -> bytes:
    """Place and names, covers, boxes of nobody's, free space, names of handlers, fragments."""
    named = samples.box(
        b"hdlr", bytes(8) + b"vide" + bytes(12) + plant("mp4 name of a handler").encode() + b"\0"
    )
    url = samples.box(b"url ", b"\0\0\0\x01" + plant("mp4 data reference").encode() + b"\0")
    references = samples.box(b"dref", b"\0\0\0\0\0\0\0\x01" + url)
    inside = samples.box(b"minf", samples.box(b"dinf", references))
    track = samples.box(
        b"trak",
        samples.box(b"mdia", named + inside)
        + samples.box(b"udta", samples.box(b"name", plant("mp4 name of a track").encode())),
    )
    movie = samples.box(
        b"moov",
        samples.box(b"mvhd", bytes(100))
        + track
        + samples.box(b"udta", samples.box(b"\xa9xyz", plant("mp4 place").encode()))
        + samples.box(b"meta", bytes(4) + plant("mp4 meta").encode())
        + samples.box(b"uuid", bytes(16) + plant("mp4 uuid in the movie").encode())
        + samples.box(b"Octa", plant("mp4 box of nobody's").encode())
        + samples.box(b"free", plant("mp4 free space in the movie").encode()),
    )
    fragment = samples.box(
        b"moof",
        samples.box(b"mfhd", bytes(8))
        + samples.box(b"traf", samples.box(b"uuid", plant("mp4 uuid in a fragment").encode()))
        + samples.box(b"Octa", plant("mp4 box in a fragment").encode()),
    )
    return (
        samples.box(b"ftyp", b"isom" + bytes(4) + b"mp42")
        + movie
        + samples.box(b"free", plant("mp4 free space").encode())
        + samples.box(b"uuid", bytes(16) + plant("mp4 uuid").encode())
        + samples.box(b"emsg", bytes(12) + plant("mp4 event").encode())
        + samples.box(b"meta", bytes(4) + plant("mp4 meta of the file").encode())
        + fragment
        + samples.box(b"mdat", b"frames" * 50)
        + samples.box(b"skip", plant("mp4 skipped").encode())
    )


def webm(plant: Plant, *, live: bool = True) -> bytes:
    """Title and programs, tags, chapters, void space, names of tracks and codecs."""
    element = samples.element

    def text(kind: int, way: str) -> bytes:
        return element(kind, plant(way).encode())

    info = element(
        0x1549A966,
        element(0x2AD7B1, b"\x0f\x42\x40")
        + text(0x7BA9, "webm title")
        + text(0x4D80, "webm muxer")
        + text(0x5741, "webm program")
        + text(0x7384, "webm file name")
        + text(0xEC, "webm void in the info"),
    )
    entry = (
        element(0x83, b"\x01")
        + element(0x86, b"V_VP9")
        + text(0x536E, "webm name of a track")
        + text(0x258688, "webm name of a codec")
        + text(0x3A9697, "webm settings of a codec")
    )
    tags = element(0x1254C367, element(0x7373, element(0x67C8, text(0x4487, "webm tag"))))
    chapters = element(0x1043A770, element(0x45B9, text(0x85, "webm chapter")))
    block = element(0xE7, b"\0") + element(0xA3, b"frame" * 20)
    body = (
        info
        + element(0x1654AE6B, element(0xAE, entry))
        + tags
        + chapters
        + text(0xEC, "webm void")
        + element(0x1F43B675, block, open_size=live)
        + text(0xEC, "webm void in a cluster")
        + element(0x1254C367, element(0x7373, element(0x67C8, text(0x4487, "webm tag at the end"))))
    )
    header = element(0x1A45DFA3, element(0x4282, b"webm"))
    return header + element(0x18538067, body, open_size=live)


def unpacked(data: bytes) -> bytes:
    """`data` with what is packed in it, for a search: a PNG's compressed chunks, a PDF's streams
    and strings."""
    if data.startswith(b"\x89PNG"):
        return data + _png_chunks(data)
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as document:
            streams = [
                each.read_raw_bytes() if "/DCTDecode" in str(each.get("/Filter")) else
                each.read_bytes()
                for each in document.objects if isinstance(each, pikepdf.Stream)
            ]  # fmt: skip
            strings = [bytes(each) for each in _strings([document.trailer, *document.objects])]
            return data + b"\n".join([*streams, *strings])
    return data


def _strings(waiting: list[pikepdf.Object]) -> Iterator[pikepdf.String]:
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.String):
            yield thing
        elif isinstance(thing, pikepdf.Array):
            waiting += [each for each in thing if not getattr(each, "is_indirect", False)]
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            waiting += [e for _k, e in thing.items() if not getattr(e, "is_indirect", False)]


def _png_chunks(data: bytes) -> bytes:
    at, found = 8, b""
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"zTXt":
            found += zlib.decompress(body[body.index(b"\0") + 2 :])
        at += 12 + length
    return found
