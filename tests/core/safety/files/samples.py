"""Files as people send them, good and hostile, made here byte by byte."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SEED = "legal winner thank year wave sausage worth useful legal winner thank yellow"


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "teal").save(output, form, **options)
    return output.getvalue()


def picture_with_place() -> bytes:
    """A JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return picture("JPEG", exif=exif)


def gif_that_is_script() -> bytes:
    """A GIF whose first bytes and comment make it a script too."""
    return picture("GIF").replace(b"GIF87a", b"GIF89a") + b"=1;alert(document.domain);//"


def huge_png() -> bytes:
    """A PNG of some kilobytes whose header says 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"\0" * 20_000_000)
    return output.getvalue()


def office() -> bytes:
    """A document with macros, as far as its first bytes tell."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/vbaProject.bin", b"macro")
    return output.getvalue()


def pdf(text: str = "Statement of account", **options: object) -> bytes:
    """One page with `text` on it; `options` as pikepdf's `save` has them."""
    return written(page_with(text), **options)


def page_with(text: str) -> pikepdf.Pdf:
    made = pikepdf.new()
    made.add_blank_page(page_size=(600, 300))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page = made.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
    page.Contents = made.make_stream(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
    return made


def written(made: pikepdf.Pdf, **options: object) -> bytes:
    output = io.BytesIO()
    made.save(output, **options)  # type: ignore[arg-type]
    return output.getvalue()


def pdf_with_script() -> bytes:
    """Scripts at opening, in the names tree, in a form and on a link, all within compressed
    object streams, and a file attached."""
    made = page_with("Invoice")
    script = made.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    )
    made.Root.OpenAction = script
    made.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("start"), script])
    )
    made.Root.AA = pikepdf.Dictionary(WC=script)
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 100, 100],
        A=pikepdf.Dictionary(
            S=pikepdf.Name.URI, URI=pikepdf.String("https://kraken-login.example")
        ),
    )
    launch = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 100, 100],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")),
    )
    made.pages[0].Annots = made.make_indirect(pikepdf.Array([link, launch]))
    made.attachments["run.exe"] = b"MZ payload"
    return written(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def track(handler: bytes, *, elsewhere: bool = False) -> bytes:
    where = b"\0\0\0\0http://evil.example/x\0" if elsewhere else b"\0\0\0\x01"
    references = box(b"dref", b"\0\0\0\0\0\0\0\x01" + box(b"url ", where))
    described = box(b"hdlr", bytes(8) + handler + bytes(13))
    return box(b"trak", box(b"mdia", described + box(b"minf", box(b"dinf", references))))


def mp4(
    *tracks: bytes,
    brand: bytes = b"isom",
    media: bytes = b"frames" * 50,
    place: str = "+52.5200+013.4050/",
) -> bytes:
    """A container with the given tracks (one of pictures if none), and where it was filmed."""
    told = box(b"udta", box(b"\xa9xyz", place.encode()))
    movie = box(b"moov", box(b"mvhd", bytes(100)) + b"".join(tracks or [track(b"vide")]) + told)
    return box(b"ftyp", brand + bytes(4) + b"mp42") + movie + box(b"mdat", media)


def element(kind: int, content: bytes, *, open_size: bool = False) -> bytes:
    size = b"\x01" + b"\xff" * 7 if open_size else struct.pack(">Q", len(content) | 1 << 56)
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + size + content


def webm(
    *,
    doc_type: bytes = b"webm",
    codec: bytes = b"V_VP9",
    track_type: int = 1,
    more: bytes = b"",
    live: bool = True,
) -> bytes:
    """As a browser records it (`live`: sizes of segment and clusters left open)."""
    entry = element(0xAE, element(0x83, bytes([track_type])) + element(0x86, codec))
    block = element(0xE7, b"\0") + element(0xA3, b"frame" * 20)
    cluster = element(0x1F43B675, block, open_size=live)
    body = element(0x1549A966, b"") + element(0x1654AE6B, entry) + cluster + more
    header = element(0x1A45DFA3, element(0x4282, doc_type))
    return header + element(0x18538067, body, open_size=live)
