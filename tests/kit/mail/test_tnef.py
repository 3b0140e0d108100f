"""Outlook's winmail.dat is unpacked."""

import base64
import struct

from hypothesis import given
from hypothesis import strategies as st
from tests.kit.mail.letters import letter, multipart

from octant.kit.mail.reading import read_mail
from octant.kit.mail.tnef import read_tnef


def attribute(level: int, number: int, value: bytes) -> bytes:
    check = sum(value) & 0xFFFF
    return struct.pack("<BHHI", level, number, 6, len(value)) + value + struct.pack("<H", check)


def unicode_property(number: int, text: str) -> bytes:
    value = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 31, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def stream() -> bytes:
    properties = struct.pack("<I", 2) + unicode_property(0x3707, "对账单 2024.pdf")
    properties += unicode_property(0x370E, "application/pdf")
    letter_text = struct.pack("<I", 1) + unicode_property(0x1000, "信在里面")
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 0x9007, struct.pack("<II", 936, 0))
        + attribute(1, 0x9003, letter_text)
        + attribute(2, 0x9002, bytes(14))
        + attribute(2, 0x8010, "对账单.pdf".encode("gbk") + b"\0")
        + attribute(2, 0x800F, b"%PDF-1.7")
        + attribute(2, 0x9005, properties)
    )


def winmail(data: bytes) -> bytes:
    head = b"Content-Type: application/ms-tnef; name=winmail.dat\n"
    return head + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)


def test_its_files_come_out() -> None:
    mail = read_mail(multipart(letter(b"Outside"), winmail(stream())))
    (file,) = mail.attachments
    assert (file.name, file.type, file.content) == (
        "对账单 2024.pdf",
        "application/pdf",
        b"%PDF-1.7",
    )
    assert mail.text == "Outside"
    assert mail.markers == {"tnef"}


def test_its_letter_comes_out_where_the_mail_has_none() -> None:
    assert read_mail(winmail(stream())).text == "信在里面"


def test_a_mail_within_it_is_its_words_and_its_files() -> None:
    inner = bytes(16) + stream()  # behind the id of its class
    value = struct.pack("<HHII", 13, 0x3701, 1, len(inner)) + inner + b"\0" * (-len(inner) % 4)
    properties = struct.pack("<I", 2) + unicode_property(0x3001, "x") + value
    data = struct.pack("<IH", 0x223E9F78, 1) + attribute(2, 0x9002, bytes(14))
    data += attribute(2, 0x8010, "转发的信".encode() + b"\0")
    data += attribute(2, 0x9005, properties)
    mail = read_mail(multipart(letter(b"Outside"), winmail(data)))
    assert [(file.name, file.type) for file in mail.attachments] == [
        ("转发的信.txt", "text/plain"),
        ("对账单 2024.pdf", "application/pdf"),
    ]
    assert mail.attachments[0].content.decode() == "信在里面"
    assert mail.text == "Outside"


def test_what_only_says_it_is_one_stays_a_file() -> None:
    mail = read_mail(multipart(letter(), winmail(b"no such thing")))
    assert [file.name for file in mail.attachments] == ["winmail.dat"]


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_broken_ones_never_raise(at: int, damage: bytes) -> None:
    data = bytearray(stream())
    data[at : at + len(damage)] = damage
    read_tnef(bytes(data))
