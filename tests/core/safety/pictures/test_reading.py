"""What is read in a picture: phrases and keys are painted over, ordinary screenshots stay."""

import io

import pytest
from PIL import Image
from tests.core.safety.pictures import drawing

from octant.core.safety import pictures
from octant.core.safety.files import images

HASH = "9f2c4e1ab07d5c83e6f10a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f"
WIF = "5KJvsngHeMpm884wtkJNzQGaCErckhHJBGFsvd3VyK5qMZXj3hS"


def hidden(data: bytes, places: list[tuple[int, int, int, int]]) -> int:
    """How many places lie wholly under the masks that reading `data` asks for."""
    masks = pictures.read(data).masks
    covered = 0
    for left, top, right, bottom in places:
        covered += any(
            min(x for x, _ in mask.corners) <= left
            and max(x for x, _ in mask.corners) >= right
            and min(y for _, y in mask.corners) <= top + 4
            and max(y for _, y in mask.corners) >= bottom - 4
            for mask in masks
        )
    return covered


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("count", [12, 24])
def test_every_word_of_a_numbered_grid_is_masked(count: int, dark: bool) -> None:
    picture, places = drawing.grid(drawing.phrase(count), dark=dark)
    assert hidden(drawing.saved(picture), places) == count


def test_every_character_of_a_chinese_grid_is_masked() -> None:
    words = drawing.phrase(12, "chinese_simplified")
    picture, places = drawing.grid(words, chinese=True)
    assert hidden(drawing.saved(picture, "JPEG", quality=70), places) == 12


@pytest.mark.parametrize("numbered", [False, True])
def test_every_character_of_a_column_of_small_lone_ones_is_masked(numbered: bool) -> None:
    picture, places = drawing.column(drawing.phrase(12, "chinese_simplified"), numbered=numbered)
    assert hidden(drawing.saved(picture, "JPEG", quality=75), places) == 12


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("chinese", [False, True])
def test_a_phrase_on_its_side_or_head_is_masked(angle: int, chinese: bool) -> None:
    words = drawing.phrase(12, "chinese_simplified" if chinese else "english")
    picture, places = drawing.grid(words, chinese=chinese)
    data = drawing.saved(picture.rotate(angle, expand=True))
    assert hidden(data, [drawing.turned(place, picture.size, angle) for place in places]) == 12
    assert not pictures.read(pictures.paint(data, pictures.read(data).masks).data).masks


def test_the_mask_is_painted_over_the_pixels_of_picture_and_preview() -> None:
    picture, places = drawing.grid(drawing.phrase(12))
    data = drawing.saved(picture)
    before = pictures.read(data)
    made = pictures.paint(data, before.masks)
    assert not pictures.read(made.data).masks
    assert made.data != data
    for preview in (made.data, made.preview):
        with Image.open(io.BytesIO(preview)) as small:
            scale = small.width / picture.width
            left, top, right, bottom = (round(side * scale) for side in places[0])
            inside = small.convert("L").crop((left, top, right, bottom))
            assert max(inside.getextrema()) < 90  # dark: nothing of the black on white is left
    assert made.width == picture.width


def test_a_wrong_checksum_and_a_misread_letter_do_not_save_a_phrase() -> None:
    words = drawing.phrase(12)
    words[3], words[4] = "zebra", words[4] + "x"
    picture, places = drawing.grid(words)
    assert hidden(drawing.saved(picture), places) == 12


def test_a_phrase_in_a_photograph_that_is_turned_a_little_is_masked() -> None:
    picture, _places = drawing.grid(drawing.phrase(24))
    turned = picture.rotate(4, Image.Resampling.BICUBIC, expand=True, fillcolor=(90, 84, 70))
    data = drawing.saved(turned, "JPEG", quality=75)
    found = pictures.read(data)
    assert found.kinds == ["seed_phrase"]
    assert not pictures.read(pictures.paint(data, found.masks).data).masks


def test_a_phrase_in_a_sentence_is_masked_and_the_rest_stays() -> None:
    words = drawing.phrase(12)
    # List words next to a phrase are masked with it, so others stand around this one.
    around = "Qwxz Vbnk Zxqj Kvwq"
    lines = ["Hello, I cannot log in.", around, " ".join(words[:6]), " ".join(words[6:]), around]
    picture = drawing.screenshot(lines, width=1000)
    data = drawing.saved(picture)
    made = pictures.paint(data, pictures.read(data).masks)
    with Image.open(io.BytesIO(made.data)) as painted:
        greeting, words_, after = (30, 30, 990, 76), (40, 162, 160, 170), (30, 262, 990, 300)
        assert painted.crop(greeting).tobytes() == picture.crop(greeting).tobytes()
        assert painted.crop(after).tobytes() == picture.crop(after).tobytes()
        assert painted.convert("L").crop(words_).getextrema()[1] < 90
    assert not pictures.read(made.data).masks


@pytest.mark.parametrize(
    "lines",
    [
        ["Private key (WIF)", WIF],
        ["私钥", f"0x{HASH}"],
        ["Export private key", HASH[:32], HASH[32:]],
    ],
)
def test_a_private_key_is_masked(lines: list[str]) -> None:
    chinese = not lines[0].isascii()
    data = drawing.saved(drawing.screenshot(lines, width=1300, size=24, chinese=chinese))
    assert pictures.read(data).kinds == ["private_key"]


def test_orders_and_transaction_hashes_stay_and_are_offered_as_references() -> None:
    lines = [
        "Orders and withdrawals",
        "OPYCDY-BK377-OXTZQ6   BTC/USD   buy   limit   88000.0   open",
        "Transaction hash",
        HASH,
        "Status: confirmed. Network: Bitcoin. Fee: 0.00015 BTC",
    ]
    found = pictures.read(drawing.saved(drawing.screenshot(lines, width=1300, size=24)))
    assert not found.masks
    assert {"kind": "hash", "value": HASH} in found.references
    assert {"kind": "order", "value": "OPYCDY-BK377-OXTZQ6"} in found.references


def test_a_picture_without_text_has_nothing_to_mask() -> None:
    found = pictures.read(drawing.saved(Image.new("RGB", (300, 300), "navy")))
    assert not found.masks and not found.references and found.whole


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, b"%PDF-1.7 nothing"])
def test_what_cannot_be_decoded_is_unreadable(data: bytes) -> None:
    with pytest.raises(pictures.Unreadable):
        pictures.read(data)


def test_a_huge_picture_is_read_within_its_limits() -> None:
    picture, _places = drawing.grid(drawing.phrase(12))
    huge = Image.new("RGB", (6000, 8000), "white")
    huge.paste(picture.resize((picture.width * 6, picture.height * 6)), (400, 400))
    data = images.remake(drawing.saved(huge, "JPEG", quality=60)).data
    assert pictures.read(data).kinds == ["seed_phrase"]
