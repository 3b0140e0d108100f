"""`NetworkResolver` against a real name server on loopback."""

from collections.abc import Iterator

import pytest
from tests.kit.mail.name_server import NameServer, name_server

from octant.kit.mail.dns import NetworkResolver, TemporaryDnsError

LONG = "v=DKIM1; k=rsa; p=" + "A" * 900


@pytest.fixture
def server() -> Iterator[NameServer]:
    records = {
        "mail.example": {
            "TXT": ['"v=spf1 " "mx -all"', '"caf\\195\\169"'],
            "MX": ["20 b.mail.example.", "10 A.mail.example."],
        },
        "a.mail.example": {"A": ["192.0.2.1", "192.0.2.2"], "AAAA": ["2001:db8::1"]},
        "s._domainkey.mail.example": {"CNAME": ["s.keys.example."]},
        "s.keys.example": {"TXT": [" ".join(f'"{LONG[i : i + 255]}"' for i in range(0, 918, 255))]},
        "1.2.0.192.in-addr.arpa": {"PTR": ["A.mail.example."]},
    }
    with name_server(records) as running:
        yield running


def resolver(server: NameServer, seconds: list[float] | None = None) -> NetworkResolver:
    clock = seconds or [0.0]
    return NetworkResolver(
        ["127.0.0.1"], port=server.port, timeout_seconds=3, seconds=lambda: clock[0]
    )


def test_every_kind_of_record_as_mail_needs_it(server: NameServer) -> None:
    names = resolver(server)
    assert sorted(names.txt("mail.example.")) == ["caf\u00c3\u00a9", "v=spf1 mx -all"]
    assert names.mx("Mail.Example") == [(10, "a.mail.example"), (20, "b.mail.example")]
    assert sorted(names.a("a.mail.example")) == ["192.0.2.1", "192.0.2.2"]
    assert names.aaaa("a.mail.example") == ["2001:db8::1"]
    assert names.ptr("192.0.2.1") == ["a.mail.example"]


def test_a_key_behind_an_alias_that_fits_no_datagram_comes_by_tcp(server: NameServer) -> None:
    assert resolver(server).txt("s._domainkey.mail.example") == [LONG]
    ways = {way for name, _kind, way in server.asked if name == "s._domainkey.mail.example"}
    assert "tcp" in ways or server.asked["s._domainkey.mail.example", "TXT", "udp"] == 1


@pytest.mark.parametrize(
    "name", ["nobody.example", "a" * 70 + ".example", "a..example", "a.mail.example"]
)
def test_what_is_not_there_is_no_error(server: NameServer, name: str) -> None:
    assert resolver(server).txt(name) == []


def test_a_broken_server_is_asked_again_and_a_silent_one_not_for_ever(server: NameServer) -> None:
    server.broken.add("mail.example")
    names = resolver(server)
    with pytest.raises(TemporaryDnsError):
        names.txt("mail.example")
    server.broken.clear()
    assert names.txt("mail.example")  # an error is not kept
    server.silent.add("a.mail.example")
    with pytest.raises(TemporaryDnsError):
        names.a("a.mail.example")


def test_nobody_listening_is_temporary(server: NameServer) -> None:
    with name_server({}) as gone:
        names = resolver(gone)
    with pytest.raises(TemporaryDnsError):
        names.txt("mail.example")


def test_an_answer_is_kept_as_long_as_it_lives_and_none_for_five_minutes(
    server: NameServer,
) -> None:
    seconds = [1000.0]
    names = resolver(server, seconds)
    for _twice in range(2):
        names.mx("mail.example")
        names.txt("nobody.example")
    assert server.asked["mail.example", "MX", "udp"] == 1
    assert server.asked["nobody.example", "TXT", "udp"] == 1
    seconds[0] += 301
    names.mx("mail.example")
    names.txt("nobody.example")
    assert server.asked["mail.example", "MX", "udp"] == 1
    assert server.asked["nobody.example", "TXT", "udp"] == 2
    seconds[0] += 300
    names.mx("mail.example")
    assert server.asked["mail.example", "MX", "udp"] == 2
