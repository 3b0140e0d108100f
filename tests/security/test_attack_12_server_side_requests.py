"""Attack 12: no notation, name or redirect makes the server reach into its own network."""

import socket
from typing import Any

import pytest
from tests.kit.test_fetch import served  # noqa: F401

from octant.kit.fetch import FetchError, Limits, fetch, post

INSIDE = (
    "127.0.0.1", "127.1", "0x7f000001", "2130706433", "017700000001", "localhost", "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]",
    "[fc00::1]", "169.254.169.254", "[fd00:ec2::254]", "10.0.0.1", "172.16.0.1", "192.168.1.1",
    "100.100.100.200", "0.0.0.0", "255.255.255.255", "[ff02::1]", "192.0.2.1", "198.18.0.1",
)  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_no_notation_gets_through_either_way(host: str) -> None:
    for send in (fetch, lambda url: post(url, b"x", {})):
        with pytest.raises(FetchError) as refused:
            send(f"https://{host}/latest/meta-data/")
        assert refused.value.code == "private_address"


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What names lead to: each question takes the next answer."""
    answers: list[list[str]] = []

    def ask(host: str, port: int, **_more: Any) -> list[Any]:
        return [(2, 1, 6, "", (address, port)) for address in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    return answers


def test_a_name_with_one_private_address_among_public_ones_is_refused(
    resolver: list[list[str]],
) -> None:
    resolver.append(["93.184.216.34", "127.0.0.1"])
    with pytest.raises(FetchError, match="private_address"):
        fetch("https://rebind.example/")


def test_a_name_is_asked_once_and_what_was_checked_is_what_is_reached(
    resolver: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver += [["93.184.216.34"], ["127.0.0.1"]]  # what it would answer a second time
    reached: list[str] = []

    def connect(address: tuple[str, int], _timeout: float) -> Any:
        reached.append(address[0])
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError, match="no_answer"):
        fetch("https://rebind.example/")
    assert reached == ["93.184.216.34"] and len(resolver) == 1


@pytest.mark.parametrize(
    "onward",
    ["https://10.0.0.1/", "http://127.0.0.1/list", "file:///etc/passwd", "gopher://127.0.0.1/"],
)
def test_a_redirect_is_checked_anew(served: tuple[str, Limits], onward: str) -> None:  # noqa: F811
    base, limits = served
    with pytest.raises(FetchError) as refused:
        fetch(f"{base}/to/{onward}", limits)
    assert refused.value.code in ("private_address", "not_https")
