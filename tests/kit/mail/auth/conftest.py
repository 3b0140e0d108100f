"""A mail signed with a key that is too short."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.kit.mail.posts import mail

# A product of two primes of 384 bits; nobody needs the private half, for the key is refused first.
_MODULUS = (2**384 - 317) * (2**384 - 513) | 1


@pytest.fixture
def short_key_mail() -> tuple[bytes, str]:
    """The mail, and the text of the record with its 768-bit key."""
    public = RSAPublicNumbers(65537, _MODULUS).public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    line = (
        b"DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=short; h=from; bh=AA==; b=AA==\r\n"
    )
    assert dkim.DKIM(line + mail()).present()
    return line + mail(), f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"
