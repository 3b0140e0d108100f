"""Files that strike, by name, each with its outcome: the whole way that every upload takes."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image
from tests.core.safety.files import samples

from octant.core.safety.files import Kept, Limits, take_in
from octant.core.safety.files.secrets import masked
from octant.kit.errors import DomainError


def taken(name: str, data: bytes) -> Kept:
    return take_in(name, lambda: [data], len(data), limits=Limits())


def content(name: str, data: bytes) -> bytes:
    return b"".join(taken(name, data).content)


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "SVG with a script": ("a.svg", lambda: b"<svg onload='alert(1)'/>", "file_active"),
    "SVG with a script, called PNG": ("a.png", lambda: b"<svg onload=alert(1)>", "file_active"),
    "zip bomb": ("a.zip", samples.zip_bomb, "file_archive"),
    "zip bomb, called PDF": ("a.pdf", samples.zip_bomb, "file_archive"),
    "document with macros": ("a.docm", samples.office, "file_office"),
    "old document": (
        "a.doc",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
        "file_office",
    ),
    "decompression bomb": ("a.png", samples.huge_png, "image_refused"),
    "wrong ending": ("a.jpg", samples.picture, "file_mismatch"),
    "program": ("a.pdf", lambda: b"MZ\x90\x00" + bytes(100), "file_active"),
    "MP4 with HTML behind it": (
        "a.mp4",
        lambda: samples.mp4() + b"<html><script>alert(1)</script></html>",
        "file_video",
    ),
    "MP4 cut short": ("a.mp4", lambda: samples.mp4()[:-20], "file_video"),
    "MP4 with a track of subtitles": (
        "a.mp4",
        lambda: samples.mp4(samples.track(b"vide"), samples.track(b"text")),
        "file_video",
    ),
    "MP4 without pictures": ("a.mp4", lambda: samples.mp4(samples.track(b"soun")), "file_video"),
    "MP4 that loads from elsewhere": (
        "a.mp4",
        lambda: samples.mp4(samples.track(b"vide", elsewhere=True)),
        "file_video",
    ),
    "Matroska called WebM": ("a.webm", lambda: samples.webm(codec=b"V_MS/VFW"), "file_video"),
    "WebM with a file attached": (
        "a.webm",
        lambda: samples.webm(more=samples.element(0x1941A469, b"payload")),
        "file_video",
    ),
    "WebM with HTML behind it": (
        "a.webm",
        lambda: samples.webm(live=False) + b"<script>alert(1)</script>",
        "file_video",
    ),
    "live WebM with HTML behind it": (
        "a.webm",
        lambda: samples.webm(live=True) + b"<script>alert(1)</script>",
        "file_video",
    ),
    "WebM with a track of buttons": (
        "a.webm",
        lambda: samples.webm(track_type=0x12),
        "file_video",
    ),
    "PDF with a password": (
        "a.pdf",
        lambda: samples.pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
        "pdf_password",
    ),
    "PDF that is none": ("a.pdf", lambda: b"%PDF-1.7\n" + b"x" * 500, "pdf_refused"),
    "PDF with a seed phrase": ("a.pdf", lambda: samples.pdf(samples.SEED), "file_secret"),
    "bytes called text": ("a.txt", lambda: b"plain " + b"\xff\x00\x81" * 3000, "file_type"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused(case: str) -> None:
    name, make, code = REFUSED[case]

    with pytest.raises(DomainError) as refused:
        content(name, make())

    assert refused.value.code == code
    assert len(str(refused.value)) > 20


def test_a_gif_that_is_a_script_too_becomes_a_gif_alone() -> None:
    hostile = samples.gif_that_is_script()

    made = content("a.gif", hostile)

    assert b"alert" in hostile and b"alert" not in made
    with Image.open(io.BytesIO(made)) as opened:
        assert (opened.format, opened.size) == ("GIF", (40, 20))


def test_a_picture_forgets_where_it_was_taken() -> None:
    original = samples.picture_with_place()
    with Image.open(io.BytesIO(original)) as opened:
        assert opened.getexif().get_ifd(0x8825)

    made = content("a.jpg", original)

    with Image.open(io.BytesIO(made)) as opened:
        assert not opened.getexif()
    assert b"taken at home" not in made


def test_a_picture_gets_a_small_one_and_its_size() -> None:
    kept = taken("a.png", samples.picture(size=(2000, 1000)))

    assert (kept.width, kept.height) == (2000, 1000)
    with Image.open(io.BytesIO(kept.preview)) as small:
        assert (small.format, small.size) == ("WEBP", (480, 240))


def test_a_pdf_loses_scripts_in_object_streams_links_and_attachments() -> None:
    hostile = samples.pdf_with_script()
    assert b"/JavaScript" not in hostile  # the plain search sees nothing

    made = content("a.pdf", hostile)

    for word in (b"JavaScript", b"app.alert", b"/Launch", b"kraken-login", b"MZ payload", b"/AA"):
        assert word not in made
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) == 1
        assert not {"/OpenAction", "/AA"} & set(opened.Root.keys())
        assert not opened.attachments
        assert b"Invoice" in opened.pages[0].Contents.read_bytes()
        uncompressed = [o.read_bytes() for o in opened.objects if isinstance(o, pikepdf.Stream)]
    assert not any(b"MZ payload" in stream for stream in uncompressed)


def test_a_pdf_with_an_action_that_stands_alone_is_disarmed() -> None:
    made = samples.page_with("Chain")
    last = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    jump = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[made.pages[0].obj, pikepdf.Name.Fit])
    jump.Next = made.make_indirect(last)
    made.Root.OpenAction = made.make_indirect(jump)
    made.pages[0].PieceInfo = made.make_indirect(jump)

    assert b"cmd.exe" not in content("a.pdf", samples.written(made))


def test_a_plain_pdf_keeps_its_text_and_gets_a_preview() -> None:
    kept = taken("a.pdf", samples.pdf("Withdrawal of 2.5 BTC"))

    with pikepdf.open(io.BytesIO(b"".join(kept.content))) as opened:
        assert b"Withdrawal of 2.5 BTC" in opened.pages[0].Contents.read_bytes()
    with Image.open(io.BytesIO(kept.preview)) as small:
        assert small.size == (480, 240)


def test_a_pdf_locked_for_printing_only_comes_in_unlocked() -> None:
    locked = samples.pdf("Receipt", encryption=pikepdf.Encryption(owner="o", user=""))

    with pikepdf.open(io.BytesIO(content("a.pdf", locked))) as opened:
        assert not opened.is_encrypted


def test_a_secret_in_a_pdf_says_what_to_do_now() -> None:
    with pytest.raises(DomainError) as refused:
        taken("backup.pdf", samples.pdf(samples.SEED))

    assert "seed phrase" in str(refused.value)
    assert "create a new wallet" in str(refused.value)


def test_a_bank_statement_may_hold_an_account_number() -> None:
    assert content("a.pdf", samples.pdf("IBAN DE89 3704 0044 0532 0130 00"))


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ('=HYPERLINK("http://evil.example")', "'=HYPERLINK"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("@SUM(1)", "'@SUM"),
        ("\t=1", "'\t=1"),
        (" =1+1", "' =1+1"),
        ("＝1+1", "'＝1+1"),
        ("-1.5", '"-1.5"'),
        ("+3", '"+3"'),
        ("BTC", '"BTC"'),
    ],
)
def test_a_cell_that_would_compute_is_plain_text(cell: str, kept: str) -> None:
    quoted = cell.replace('"', '""')
    made = content("a.csv", f'date,amount\r\n2026-11-22,"{quoted}"\r\n'.encode())

    assert kept in made.decode()


def test_a_formula_behind_another_separator_stays_inside_its_cell() -> None:
    made = content("a.csv", b"a,b\nx;=1+1,y\n").decode()

    assert '"x;=1+1","y"' in made


def test_a_text_file_loses_its_secret_and_keeps_the_rest() -> None:
    made = content("notes.txt", f"提币 is late\n{samples.SEED}\nthank you".encode()).decode()

    assert samples.SEED not in made
    assert made.startswith("提币 is late\n[removed: seed phrase]")
    assert made.endswith("thank you")


def test_a_secret_far_into_a_long_text_is_found_wherever_pieces_are_cut() -> None:
    for at in (95_000, 95_990, 96_010, 99_950, 191_990):
        text = ("word " * 60_000)[:at] + f"\n{samples.SEED}\n" + "more " * 100
        assert samples.SEED not in masked(text), at


def test_text_in_another_encoding_becomes_utf_8() -> None:
    assert content("a.txt", "提币还没有到账".encode("gb18030")) == "提币还没有到账".encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.mp4", samples.mp4()),
        ("a.mov", samples.mp4(brand=b"qt  ")),
        ("a.mp4", samples.mp4(samples.track(b"vide"), samples.track(b"soun"))),
    ],
)
def test_a_recording_forgets_where_it_was_filmed_and_moves_nothing(name: str, data: bytes) -> None:
    made = content(name, data)

    assert b"+52.5200" in data and b"+52.5200" not in made
    assert len(made) == len(data)
    assert made[-300:] == data[-300:]
    assert content(name, made) == made


def test_blanking_does_not_depend_on_where_the_pieces_are_cut() -> None:
    data = samples.mp4()
    whole = content("a.mp4", data)

    for size in (1, 3, 7, 64):
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        kept = take_in("a.mp4", lambda p=pieces: p, len(data), limits=Limits())  # type: ignore[misc]
        assert b"".join(kept.content) == whole


@pytest.mark.parametrize("live", [True, False])
def test_a_recording_of_the_browser_comes_in_as_it_is(live: bool) -> None:
    data = samples.webm(live=live)

    assert content("a.webm", data) == data  # nothing in it tells of anybody
