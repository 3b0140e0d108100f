"""What holds for any text at all."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from octant.core.safety.text import Action, screen

PIECES = (
    "password: ", "my password is ", "密码是", "验证码 ", "123456", "code ", "2FA ", "私钥 ",
    "5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060", "tx ", "Hunter22x",
    "legal winner thank year wave sausage worth useful legal winner thank yellow", "abandon ",
    "4111 1111 1111 1111", "card ", "-----BEGIN PRIVATE KEY-----\n", "\n", " ", "。", "：", "ﬁ",
    "QUJDREVGR0hJSktMTU5PUFFS\n", "⟦secret:password⟧", "⟦held:key_or_hash⟧", "e\u0301",
    "\u200b", "\ud800", "\x00", "的 一 ", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
    "e\u202e\u0301", "\u0301", "cvv 123", "DE89370400440532013000", "iban ", "api key: ",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(), max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_spans_lie_inside_the_text_and_apart(text: str) -> None:
    screened = screen(text)
    last = stored_last = 0
    for found in screened.findings:
        assert last <= found.start < found.end <= len(text)
        assert stored_last <= found.stored_start <= found.stored_end <= len(screened.text)
        if found.action is not Action.WARN:
            assert screened.text[found.stored_start : found.stored_end] == found.mask
        last, stored_last = found.end, found.stored_end


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_stored_text_holds_nothing_more_to_mask(text: str) -> None:
    stored = screen(text).text
    again = screen(stored)

    assert not again.holds_secret, again.findings
    assert again.text == stored


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_stored_text_is_clean(text: str) -> None:
    stored = screen(text).text

    assert unicodedata.is_normalized("NFC", stored)
    stored.encode("utf-8")
    assert not any(
        (unicodedata.category(c) == "Cc" and c not in "\n\t") or "\u202a" <= c <= "\u202e"
        for c in stored
    )
