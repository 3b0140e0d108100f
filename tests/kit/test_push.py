"""Web Push as the standards give it."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from octant.kit import push

# RFC 8291, section 5 and appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
OUR_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
THEIR_KEY = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
SALT, AUTH = "DGv6ra1nlYgDCS1FRnbzlw", "BTBZMqHH6r4Tts7J_aSIgg"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
    "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVB"
    "St2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_body_is_that_of_the_standard() -> None:
    own = ec.derive_private_key(int.from_bytes(push.decoded(OUR_PRIVATE)), push.CURVE)
    body = push.encrypted(
        TEXT,
        their_key=push.decoded(THEIR_KEY),
        auth=push.decoded(AUTH),
        own=own,
        salt=push.decoded(SALT),
    )
    assert push.encoded(body) == BODY


def test_no_two_bodies_are_alike_and_none_is_too_long() -> None:
    given = {"their_key": push.decoded(THEIR_KEY), "auth": push.decoded(AUTH)}
    assert push.encrypted(TEXT, **given) != push.encrypted(TEXT, **given)
    assert len(push.encrypted(b"x" * push.MOST_BYTES, **given)) == 4096
    with pytest.raises(ValueError, match="more than 3993"):
        push.encrypted(b"x" * (push.MOST_BYTES + 1), **given)


def test_the_service_can_tell_who_we_are() -> None:
    pem, at = push.new_key(), datetime.now(UTC)
    sent = push.headers(
        "https://push.example:8443/send/abc",
        pem,
        contact="mailto:help@kraken.example",
        at=at,
        keep=timedelta(hours=1),
    )
    scheme, _, rest = sent["Authorization"].partition(" ")
    given = dict(each.strip().split("=", 1) for each in rest.split(","))
    assert scheme == "vapid" and given["k"] == push.public(pem)
    key = ec.EllipticCurvePublicKey.from_encoded_point(push.CURVE, push.decoded(given["k"]))
    claims = jwt.decode(given["t"], key, ["ES256"], audience="https://push.example:8443")
    assert claims["sub"] == "mailto:help@kraken.example"
    assert 0 < claims["exp"] - at.timestamp() <= 24 * 3600
    assert (sent["TTL"], sent["Content-Encoding"]) == ("3600", "aes128gcm")


@pytest.mark.parametrize(
    "key", ["", "BCVx", push.encoded(b"\x04" + b"\x01" * 64), push.encoded(b"\x02" + b"\x01" * 32)]
)
def test_what_is_no_key_is_told_apart(key: str) -> None:
    assert push.is_key(push.decoded(THEIR_KEY))
    assert not push.is_key(push.decoded(key))
