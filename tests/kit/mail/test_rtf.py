"""Outlook's packed rich text becomes the letter that it was."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.mail.test_tnef import attribute, winmail

from octant.kit.mail.reading import read_mail
from octant.kit.mail.rtf import read_rtf, unpack_rtf

# The two examples of [MS-OXRTFCP], section 4.1.
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277"
    "05b06c647d0a800fa0"
)
REPEATED = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def test_the_examples_of_the_specification_are_unpacked() -> None:
    assert unpack_rtf(HELLO) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpack_rtf(REPEATED) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert read_rtf(unpack_rtf(HELLO)) == ("hello world", "")


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg936 \'cc\'e1\'cf\'d6\par 5 \'80}", "提现\n5 €"),
        (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset134 SimSun;}}"
         rb"\f0 a \f1\'cc\'e1\'cf\'d6\f0  b}", "a 提现 b"),
        (rb"{\rtf1\uc1 \u25552?\u29616?{\*\generator x;} \u-10179?\u-8704?}", "提现 😀"),
        (rb"{\rtf1{\stylesheet{\s1 Title;}}{\info{\title secret}}a\tab b\line c\emdash d}",
         "a\tb\nc—d"),
        (rb"{\rtf1 {\b bold}\~\{x\}{\pict 89504e47}{\object\bin4 }}}}}!}", "bold\xa0{x}!"),
    ],
    ids=["code page", "font", "unicode", "silent", "signs"],
)  # fmt: skip
def test_text_is_read_in_its_letters(rtf: bytes, text: str) -> None:
    assert read_rtf(rtf) == (text, "")


def test_html_that_was_packed_comes_out_as_it_was() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\fonttbl{\f0 Arial;}}"
        rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Price {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 5"
        rb"\htmlrtf\par}\htmlrtf0{\*\htmltag72 </p>}}"
    )
    assert read_rtf(rtf) == ("", "<p>Price &lt;5</p>")


def test_a_letter_that_is_nothing_but_rich_text_is_read() -> None:
    packed = struct.pack("<HHII", 258, 0x1009, 1, len(HELLO)) + HELLO + b"\0" * (-len(HELLO) % 4)
    data = struct.pack("<IH", 0x223E9F78, 1)
    data += attribute(1, 0x9003, struct.pack("<I", 1) + packed)
    assert read_mail(winmail(data)).text == "hello world"


@given(st.binary(max_size=300), st.integers(0, 2**32 - 1))
def test_no_bytes_break_it(data: bytes, size: int) -> None:
    for kind in (b"LZFu", b"MELA"):
        unpack_rtf(b"\0" * 4 + size.to_bytes(4, "little") + kind + b"\0" * 4 + data)
    read_rtf(data)


def test_what_is_made_to_be_slow_is_read_all_the_same() -> None:
    read_rtf(b"{" * 2_000_000)
    read_rtf(rb"\'a\u1 " * 400_000)
    assert (
        len(unpack_rtf(b"\0" * 4 + b"\xff" * 4 + b"LZFu" + b"\0" * 4 + b"\xff\0\x0f" * 99)) < 10_000
    )
