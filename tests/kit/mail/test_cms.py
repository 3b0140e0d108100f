"""A letter that lies wholly within an S/MIME signature is read."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.mail.letters import letter, multipart

from octant.kit.mail.cms import signed_content
from octant.kit.mail.reading import read_mail

INNER = multipart(
    letter("提现没有到账".encode(), kind="text/plain; charset=utf-8"),
    b"Content-Type: text/csv; name=a.csv\nContent-Disposition: attachment\n\n1,2",
)


@pytest.fixture(scope="module")
def opaque() -> bytes:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Mei")])
    at = datetime(2026, 11, 17, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(at).not_valid_after(at + timedelta(days=9))
    builder = pkcs7.PKCS7SignatureBuilder().set_data(INNER)
    builder = builder.add_signer(made.sign(key, hashes.SHA256()), key, hashes.SHA256())
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def wrapped(data: bytes) -> bytes:
    kind = b"application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"
    head = b"Subject: s\nContent-Type: " + kind + b"\n"
    return head + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)


def test_its_words_and_files_are_those_of_the_mail(opaque: bytes) -> None:
    mail = read_mail(wrapped(opaque))
    assert (mail.subject, mail.text) == ("s", "提现没有到账")
    assert [file.name for file in mail.attachments] == ["a.csv"]
    assert mail.markers == {"smime-signed"}


def streamed(*pieces: bytes) -> bytes:
    """As programs write it that do not know the length beforehand (X.690, 8.1.3.6)."""
    said = b"".join(b"\x04" + bytes([len(each)]) + each for each in pieces)
    data = bytes.fromhex("06092a864886f70d010701")
    content = b"\x30\x80" + data + b"\xa0\x80\x24\x80" + said + b"\0\0" * 3
    inner = b"\x30\x80\x02\x01\x01\x31\x80\x30\x80\0\0\0\0" + content + b"\0\0"
    return b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" + inner + b"\0\0" * 2


def test_one_in_pieces_of_unknown_length_is_read() -> None:
    assert signed_content(streamed(b"\nHel", b"lo")) == b"\nHello"
    assert read_mail(wrapped(streamed(b"\nHel", b"lo"))).text == "Hello"


def test_what_is_no_signature_stays_a_file() -> None:
    mail = read_mail(wrapped(b"no such thing"))
    assert [file.name for file in mail.attachments] == ["smime.p7m"]


@given(st.integers(0, 60), st.binary(min_size=1, max_size=8))
def test_broken_ones_never_raise(at: int, damage: bytes) -> None:
    data = bytearray(streamed(b"one", b"two"))
    data[at : at + len(damage)] = damage
    signed_content(bytes(data))
    signed_content(b"\x30\x80" * 5000)
