"""Nothing that a file holds besides what it shows is kept."""

import base64
import hashlib
from collections.abc import Callable

import pypdfium2
import pytest
from tests.core.safety.files import metadata, samples

from octant.core.safety.files.checks import Limits
from octant.core.safety.files.errors import FileRefused
from octant.core.safety.files.intake import take_in
from octant.core.safety.files.workers.pdf import disarmed
from octant.core.safety.text import base58


def key(way: str) -> str:
    """A Bitcoin key in wallet import format, of its own for each way."""
    return base58.encode_check(b"\x80" + hashlib.sha256(way.encode()).digest() + b"\x01")


def forms(secret: str) -> list[bytes]:
    plain = secret.encode()
    wide = [secret.encode("utf-16-le"), secret.encode("utf-16-be"), plain.hex().encode()]
    return [plain, *wide, *(base64.b64encode(b"x" * n + plain)[4:-4] for n in range(3))]


def leaks(data: bytes, ways: list[str]) -> list[str]:
    return [way for way in ways if any(form in data for form in forms(key(way)))]


def kept(name: str, data: bytes) -> bytes:
    found = take_in(name, lambda: [data[:999], data[999:]], len(data), limits=Limits())
    content = b"".join(found.content)
    return metadata.unpacked(content) + found.preview


FILES: dict[str, tuple[Callable[[metadata.Plant], bytes], int]] = {
    "a.png": (metadata.png, 6),
    "a.jpg": (metadata.jpeg, 8),
    "a.gif": (metadata.gif, 2),
    "a.webp": (metadata.webp, 2),
    "a.pdf": (metadata.pdf, 15),
    "a.mp4": (metadata.mp4, 15),
    "a.webm": (metadata.webm, 13),
}


@pytest.mark.parametrize("name", FILES)
def test_no_word_that_was_planted_in_metadata_is_kept(name: str) -> None:
    ways: list[str] = []

    def plant(way: str) -> str:
        ways.append(way)
        return key(way)

    make, many = FILES[name]
    data = make(plant)
    assert len(set(ways)) == many
    planted = metadata.unpacked(data)
    there = set(leaks(planted, ways))
    assert there >= set(ways) - {"pdf object that nothing leads to"}
    assert leaks(kept(name, data), ways) == []


@pytest.mark.parametrize("where", metadata.SHOWN)
def test_a_document_that_shows_a_secret_beside_its_text_is_refused(where: str) -> None:
    data = metadata.pdf_that_shows(where, key(where))
    with pytest.raises(FileRefused, match="private key") as refusal:
        kept("a.pdf", data)
    assert refusal.value.code == "file_secret"


@pytest.mark.parametrize("where", metadata.SHOWN)
def test_other_words_there_do_no_harm(where: str) -> None:
    word = "Quarterly-statement-of-account-2026"
    assert kept("a.pdf", metadata.pdf_that_shows(where, word)).startswith(b"%PDF")


def test_what_a_player_needs_stays_where_it_was() -> None:
    data = metadata.mp4(key)
    clean = b"".join(take_in("a.mp4", lambda: [data], len(data), limits=Limits()).content)
    assert len(clean) == len(data)
    assert clean.find(b"frames" * 50) == data.find(b"frames" * 50)
    assert clean.find(b"mvhd") == data.find(b"mvhd")


@pytest.mark.parametrize("live", [True, False])
def test_a_cleaned_webm_is_a_webm_of_the_same_length(live: bool) -> None:
    data = metadata.webm(key, live=live)
    clean = b"".join(take_in("a.webm", lambda: [data], len(data), limits=Limits()).content)
    assert len(clean) == len(data)
    assert clean.find(b"frame" * 20) == data.find(b"frame" * 20)
    again = b"".join(take_in("a.webm", lambda: [clean], len(clean), limits=Limits()).content)
    assert again == clean
    assert samples.element(0x86, b"V_VP9") in clean


def test_a_picture_on_a_page_is_still_drawn() -> None:
    data = metadata.pdf(lambda way: "x" * 20)
    page = pypdfium2.PdfDocument(disarmed(data)[0])[0]
    picture = page.render(scale=1).to_pil().convert("RGB")
    assert picture.getpixel((30, picture.height - 20)) == pytest.approx((0, 128, 128), abs=8)
