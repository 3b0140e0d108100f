"""OCTANT_IMAP_URLS: what an operator writes, and what is refused with a reason."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from octant.channels.email.receiving.accounts import accounts


def test_two_mailboxes_with_what_is_special_written_out() -> None:
    first, second = accounts(
        "imaps://help%40kraken.example:p%3As%2Fs@mail.example/ "
        "imap://bo:x@127.0.0.1:1143/Sub%2FBox?plain=1&to=Security@kraken.example&idle=0&poll=5"
        "&then=delete&days=7"
    )
    assert (first.user, first.password, first.host) == (
        "help@kraken.example",
        "p:s/s",
        "mail.example",
    )
    assert (first.port, first.folder, first.tls, first.idle) == (993, "INBOX", "tls", True)
    assert (second.port, second.folder, second.to) == (1143, "Sub/Box", "security@kraken.example")
    assert (second.tls, second.idle, second.poll_seconds) == ("none", False, 5)
    assert (second.delete, second.days) == (True, 7)


def test_a_mailbox_may_be_signed_in_to_with_tokens() -> None:
    (account,) = accounts("imaps://help%40kraken.example@outlook.example/?oauth=office")
    assert (account.oauth, account.user) == ("office", "help@kraken.example")


def test_no_password_is_named_in_logs() -> None:
    (account,) = accounts("imaps://bo:hush@mail.example")
    assert "hush" not in repr(account) + account.key


@pytest.mark.parametrize(
    ("urls", "says"),
    [
        ("https://bo:x@mail.example", "begins with imaps"),
        ("imaps://mail.example", "begins with imaps"),
        ("imap://bo:x@mail.example", "starttls=1"),
        ("imaps://bo:x@mail.example?poll=often", "number"),
        ("imaps://bo:x@mail.example?oauth=ours", "not both"),
        ("imap://bo@mail.example?oauth=ours&plain=1", "goes with TLS"),
        ("imaps://bo:x@mail.example:993 imaps://bo:y@mail.example/INBOX", "twice"),
    ],
)
def test_what_cannot_be_meant_is_refused(urls: str, says: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=says):
        accounts(urls)
