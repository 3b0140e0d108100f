"""`Screened` cannot be had but by screening."""

import copy
import pickle
import subprocess
import sys

import pytest

from octant.core.safety.text import (
    Action,
    Finding,
    KnownReferences,
    Screened,
    TextTooLong,
    screen,
    screen_together,
)

PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
HASH = "5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060"


def test_nothing_but_screening_makes_a_screened_text() -> None:
    with pytest.raises(TypeError):
        Screened(object(), "raw text")
    with pytest.raises(TypeError):
        type("Mine", (Screened,), {})


def test_a_screened_text_cannot_be_changed_or_smuggled_through_pickle() -> None:
    screened = screen("hello")

    with pytest.raises(AttributeError):
        screened.text = "raw"  # type: ignore[misc]
    with pytest.raises(TypeError):
        pickle.dumps(screened)
    assert copy.deepcopy(screened) is screened


def test_a_screened_text_does_not_show_itself_in_logs() -> None:
    assert "hello" not in repr(screen("hello there"))


def test_a_trusted_text_needs_a_reason() -> None:
    assert Screened.trusted("Welcome.", "system text").text == "Welcome."
    with pytest.raises(ValueError):
        Screened.trusted("Welcome.", " ")


def test_joining_screens_over_the_seam() -> None:
    words = PHRASE.split()
    joined = Screened.rejoin([screen(" ".join(words[:6])), screen(" ".join(words[6:]))])

    assert joined.holds_secret
    assert "sausage" not in joined.text


def test_a_phrase_sent_in_several_messages_is_masked_in_each() -> None:
    words = PHRASE.split()
    first, second = screen_together(["ok: " + " ".join(words[:6]), " ".join(words[6:]) + " bye"])

    assert "legal" not in first.text and first.text.startswith("ok: ")
    assert "yellow" not in second.text and second.text.endswith(" bye")


def test_a_finding_tells_where_but_not_what() -> None:
    text = f"my words: {PHRASE}!"
    screened = screen(text)
    (found,) = screened.findings

    assert isinstance(found, Finding)
    assert text[found.start : found.end] == PHRASE
    assert screened.text[found.stored_start : found.stored_end] == found.mask
    assert PHRASE not in repr(found)


def test_the_same_secret_has_the_same_fingerprint_and_another_has_not() -> None:
    one, again = screen(f"a {PHRASE}"), screen(f"here you are:\n{PHRASE}")
    other = screen("password: Hunter22x")

    assert one.findings[0].fingerprint == again.findings[0].fingerprint
    assert one.findings[0].fingerprint != other.findings[0].fingerprint


def test_a_too_long_text_is_refused_with_a_code_and_a_sentence() -> None:
    with pytest.raises(TextTooLong) as refused:
        screen("x" * 11, max_chars=10)

    assert refused.value.code == "text_too_long"
    assert "10" in str(refused.value.sentence)


def test_a_hash_among_the_customers_own_references_is_kept() -> None:
    known = KnownReferences([f"0x{HASH.upper()}"])

    assert screen(HASH, known=known).text == HASH
    assert screen(f"private key {HASH}", known=known).text == f"private key {HASH}"


def test_references_are_fetched_only_for_what_cannot_be_told_apart() -> None:
    calls: list[int] = []

    def load() -> list[str]:
        calls.append(1)
        return []

    screen("my withdrawal is late", known=KnownReferences(load))
    assert calls == []
    assert screen(HASH, known=KnownReferences(load)).findings[0].action is Action.HOLD
    assert calls == [1]


def test_control_characters_and_overrides_are_not_stored() -> None:
    assert screen("a\x00b\x1b[31m\u202etxt\r\nc\td\ud800").text == "ab[31mtxt\nc\td\ufffd"


def test_text_is_stored_composed() -> None:
    assert screen("Cafe\u0301").text == "Café"


def test_screening_needs_no_django() -> None:
    code = "import sys, octant.core.safety.text as t; t.screen('password: Hunter22x'); "
    code += "sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_flood_of_list_words_is_masked_within_the_text() -> None:
    text = "ability\x00 " * 3_000
    screened = screen(text)

    assert screened.holds_secret
    assert screened.findings[-1].end <= len(text)
    assert "ability" not in screened.text


def test_a_hash_in_a_web_address_is_kept() -> None:
    text = f"see https://explorer.example/x/{HASH}"

    assert screen(text).text == text
