"""Files: what may come in, under which name, and pictures made anew."""

import io
import struct
import zlib

import pytest
from PIL import Image

from octant.core.safety.files import (
    FileRefused,
    ImageRefused,
    Limits,
    check_file,
    safe_name,
    sanitise_image,
)


def picture(form: str, size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "teal").save(output, form, **options)
    return output.getvalue()


ALLOWED = {
    "a.png": picture("PNG"),
    "a.JPG": picture("JPEG"),
    "a.gif": picture("GIF"),
    "a.webp": picture("WEBP"),
    "a.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "a.mp4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41",
    "a.mov": b"\x00\x00\x00\x14ftypqt  \x20\x05\x03\x00qt  ",
    "a.webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42\x87\x81\x02",
    "a.txt": "提币 is late".encode(),
    "b.txt": "提币还没有到账".encode("gb18030"),
    "a.csv": b"date,amount\n2026-11-22,1.5\n",
}


@pytest.mark.parametrize("name", ALLOWED)
def test_the_allowed_types_are_known_by_content(name: str) -> None:
    verdict = check_file(name, ALLOWED[name], len(ALLOWED[name]))

    assert verdict.kind == {"jpg": "jpeg"}.get(ending := name.lower().split(".")[1], ending)
    assert verdict.is_image == (verdict.kind in ("png", "jpeg", "gif", "webp"))


@pytest.mark.parametrize(
    ("name", "head", "code"),
    [
        ("a.png", b"", "file_empty"),
        ("a.zip", b"PK\x03\x04rest", "file_archive"),
        ("a.png", b"PK\x03\x04rest", "file_archive"),
        ("a.txt", b"<svg onload=alert(1)>", "file_active"),
        ("a.html", b"<!doctype html><p>hi", "file_active"),
        ("a.txt", b"hi <script>alert(1)</script>", "file_active"),
        ("a.exe", b"MZ\x90\x00", "file_active"),
        ("a.sh", b"#!/bin/sh\n", "file_active"),
        ("a.png", picture("JPEG"), "file_mismatch"),
        ("a.svg", b"plain words", "file_mismatch"),
        ("invoice.pdf.exe", b"%PDF-1.7\n", "file_mismatch"),
        ("a.bin", b"\x00\x01\x02\x03\xff", "file_type"),
    ],
)
def test_everything_else_is_refused_with_its_reason(name: str, head: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        check_file(name, head, max(1, len(head)) if head else 0)

    assert refused.value.code == code
    assert len(str(refused.value.sentence)) > 20


def test_each_type_has_its_own_cap() -> None:
    limits = Limits(image_bytes=1_000_000, text_bytes=10)

    check_file("a.png", ALLOWED["a.png"], 1_000_000, limits=limits)
    with pytest.raises(FileRefused) as refused:
        check_file("a.png", ALLOWED["a.png"], 1_000_001, limits=limits)
    assert refused.value.code == "file_too_large"
    assert "1 MB" in str(refused.value.sentence)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("holiday\u202egnp.exe", "holidaygnp.exe"),
        ("a\x00b\x1f\n.png", "ab .png"),
        ("CON.png", "_CON.png"),
        ('a<b>"c".png', "a_b__c_.png"),
        ("", "file"),
        ("...", "file"),
        ("截图 1.png", "截图 1.png"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_long_name_keeps_its_ending_within_255_bytes() -> None:
    name = safe_name("币" * 400 + ".png")

    assert len(name.encode()) <= 255
    assert name.endswith("币.png")


def test_a_secret_in_a_name_is_masked() -> None:
    assert "Hunter22x" not in safe_name("my password is Hunter22x.png")


def test_a_picture_is_remade_without_metadata_and_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = "taken at home"
    original = picture("JPEG", exif=exif) + b"PK\x03\x04<script>alert(1)</script>"

    remade = sanitise_image(original)

    with Image.open(io.BytesIO(remade)) as opened:
        assert opened.size == (20, 40)
        assert not opened.getexif()
    assert b"taken at home" in original and b"taken at home" not in remade
    assert b"<script>" not in remade


@pytest.mark.parametrize("form", ["PNG", "GIF", "WEBP"])
def test_other_pictures_keep_their_format(form: str) -> None:
    with Image.open(io.BytesIO(sanitise_image(picture(form)))) as opened:
        assert (opened.format, opened.size) == (form, (40, 20))


def test_transparency_is_kept() -> None:
    output = io.BytesIO()
    Image.new("RGBA", (4, 4), (10, 20, 30, 0)).save(output, "PNG")

    with Image.open(io.BytesIO(sanitise_image(output.getvalue()))) as opened:
        assert opened.convert("RGBA").getpixel((0, 0)) == (10, 20, 30, 0)


def test_an_animation_keeps_its_frames() -> None:
    output = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:], duration=50)

    with Image.open(io.BytesIO(sanitise_image(output.getvalue()))) as opened:
        assert getattr(opened, "n_frames", 1) == 3


def bomb() -> bytes:
    """A PNG whose header says 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1_000_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("data", [b"", b"GIF89a and no more", picture("PNG")[:60], bomb()])
def test_a_hostile_or_broken_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageRefused) as refused:
        sanitise_image(data)

    assert refused.value.code == "image_refused"
