"""The cheap look at a seam between two messages says yes wherever screening both would find."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octant.core.safety.text import Kind, screen
from octant.core.safety.text.bip39 import is_bip39, is_monero
from octant.core.safety.text.known import NOTHING_KNOWN
from octant.core.safety.text.parts import may_be_part
from octant.core.safety.text.screening import find
from octant.core.safety.text.seams import TAIL, may_go_on
from octant.core.safety.text.words import LANGUAGES, chinese, lists


def tail_of(texts: list[str]) -> str:
    """The end of what was said, as the statement TAILS reads it from the table."""
    return "\n".join(text[-TAIL:] for text in texts)[-TAIL:]


def lies_over_the_seam(earlier: list[str], text: str) -> bool:
    """Whether screening all together finds something that begins before `text` and ends in it."""
    before = "\n".join(earlier)
    hits = find(f"{before}\n{text}", NOTHING_KNOWN)
    return any(hit.start < len(before) and hit.end > len(before) + 1 for hit in hits)


def phrase(language: str, length: int, seed: int) -> list[str]:
    """Words whose checksum is right."""
    drawn = random.Random(seed)
    numbers = lists().numbers[LANGUAGES.index(language)]
    words = list(numbers)
    while True:
        found = [drawn.choice(words) for _ in range(length)]
        if is_bip39([numbers[word] for word in found]):
            return found


def characters(length: int, seed: int, which: int = 0) -> list[str]:
    """A Chinese phrase whose checksum is right, and that prose would not be."""
    drawn = random.Random(seed)
    numbers = chinese()[which]
    every = list(numbers)
    while True:
        found = [drawn.choice(every) for _ in range(length)]
        values = [numbers[character] for character in found]
        if is_bip39(values) and sum(values) > 600 * length:
            return found


def of_monero() -> list[str]:
    words = sorted(word for word, bits in lists().which.items() if bits >> len(LANGUAGES))
    drawn = random.Random(3)
    while True:
        found = [drawn.choice(words) for _ in range(24)]
        for last in found:
            if is_monero([*found, last]):
                return [*found, last]


ENGLISH = phrase("english", 12, 1)
LONG = phrase("english", 24, 2)
HAN, HAN_LONG = characters(12, 4), characters(24, 5, 1)
SLIP = [*ENGLISH[:5], ENGLISH[5][:-1] + "q", *ENGLISH[6:]]
FOURS = ["".join(HAN_LONG[n : n + 4]) for n in range(0, 24, 4)]
BYTES = [str(number) for number in random.Random(8).choices(range(256), k=32)]
WAYS = {
    "english": " ".join(ENGLISH),
    "one a line": "\n".join(ENGLISH),
    "numbered": "\n".join(f"{n}) {word}" for n, word in enumerate(ENGLISH, 1)),
    "with labels": ", ".join(f"word {n}: {word}" for n, word in enumerate(ENGLISH, 1)),
    "far apart": " \n\n> 12)     \n\n  ".join(ENGLISH),
    "capitals": " ".join(ENGLISH).upper(),
    "full width": "".join(chr(ord(c) + 0xFEE0) for c in "-".join(ENGLISH)),
    "without width": " ".join("\u200b".join(word) for word in ENGLISH),
    "a slip": " ".join(SLIP),
    "spanish": " ".join(phrase("spanish", 15, 3)),
    "russian": " ".join(phrase("russian", 12, 3)),
    "japanese": "\u3000".join(phrase("japanese", 12, 3)),
    "monero": " ".join(of_monero()),
    "chinese": " ".join(HAN),
    "chinese, numbered": "\n".join(f"{n}. {c}" for n, c in enumerate(HAN, 1)),
    "chinese, far apart": " - - - - ".join(HAN),
    "chinese, groups": "助记词是：" + "，".join(FOURS),
    "chinese, context after": "".join(HAN) + "。这是我的助记词",
    "chinese, no width": "\u200b \u200b".join(HAN),
    "a key in lines": "-----BEGIN PRIVATE KEY-----\n" + "QUJDREVGR0hJSktMTU5P\n" * 20
    + "-----END PRIVATE KEY-----",
    "bytes": f"my secret key [{', '.join(BYTES)}]",
}  # fmt: skip
EVERY = (*WAYS.values(), " ".join(LONG), "\n".join(HAN_LONG))
PROSE = "My withdrawal of 0.5 BTC has not arrived; 请帮我看一下我的提币。" * 10
TALK = (
    "Hello, my withdrawal has not arrived yet.",
    "您好，我的提币还没有到账。",
    "okay",
    "legal winner",
    "好的",
    "⟧ what",
    "⟦secret:password⟧",
    PROSE,
)


@pytest.mark.parametrize("way", WAYS)
def test_wherever_one_secret_is_cut_the_seam_is_looked_at(way: str) -> None:
    whole = WAYS[way]
    found = 0
    for at in range(1, len(whole)):
        first, last = screen(whole[:at]), screen(whole[at:])
        if first.findings or last.findings or not last.text.strip():
            continue
        for talk in ([], [PROSE]):
            earlier = [*talk, first.text]
            if lies_over_the_seam(earlier, last.text):
                found += 1
                assert may_go_on(tail_of(earlier), last.text), (first.text, last.text)
    assert found, "no cut of this one made a secret over the seam: it proves nothing"


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_whatever_is_said_in_pieces_no_seam_is_passed_by(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(EVERY))
    cuts = data.draw(st.lists(st.integers(1, len(whole) - 1), min_size=1, max_size=6))
    places = [0, *sorted(set(cuts)), len(whole)]
    said = data.draw(st.lists(st.sampled_from(TALK), max_size=3))
    said += [whole[a:b] for a, b in pairwise(places)]
    stored: list[str] = []
    found_before = False
    for each in said:
        text = screen(each)
        if stored and not text.findings and lies_over_the_seam(stored, text.text):
            assert may_go_on(tail_of(stored), text.text, found_before=found_before)
        found_before = found_before or bool(text.findings)
        stored.append(text.text)


@given(st.lists(st.sampled_from(sorted(lists().which)[::97]), min_size=1, max_size=30))
@settings(max_examples=100, deadline=None)
def test_one_word_a_message_is_looked_at_from_the_twelfth_on(words: list[str]) -> None:
    for count in range(12, len(words)):
        assert may_go_on(tail_of(words[:count]), words[count])


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("", "thank you"),
        ("Hello, my withdrawal has not arrived yet.", "thank you"),
        ("When will my deposit of 0.5 BTC arrive?", "okay please help"),
        ("您好，我的提币还没有到账，请帮我看一下。", "好的，谢谢，我在这里等。"),
        (PROSE, "legal winner thank year wave sausage"),
        (PROSE, "好的"),
    ],
)
def test_ordinary_talk_needs_no_second_screening(before: str, text: str) -> None:
    assert not may_go_on(before[-TAIL:], text)


def test_what_was_found_before_is_always_screened_again() -> None:
    assert may_go_on("hello", "thank you", found_before=True)


def named_apart(before: str, text: str) -> bool:
    """Whether screening both finds a phrase, not over the seam, that neither has by itself."""
    seam = len(before)
    both = find(f"{before}\n{text}", NOTHING_KNOWN)
    alone = find(before, NOTHING_KNOWN)
    alone += [hit._replace(start=hit.start + seam + 1) for hit in find(text, NOTHING_KNOWN)]
    starts = {hit.start for hit in alone}
    phrases = [hit for hit in both if hit.kind is Kind.SEED_PHRASE]
    return any(hit.start not in starts and not hit.start < seam < hit.end for hit in phrases)


NAMES = ("助记词", "这是我的助记词：", "我的种子是", "my seed phrase is", "恢复词发你了，帮我看看")
DENSE = ("".join(HAN), "，".join(FOURS), "".join(HAN_LONG))


@pytest.mark.parametrize("talk", [0, 60, 100, 130])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", range(len(DENSE)))
def test_a_phrase_and_the_word_that_names_it_in_two_messages_are_looked_at(
    number: int, name: str, talk: int
) -> None:
    between = "，" + "谢谢" * (talk // 2) if talk else ""
    found = 0
    for before, text in ((name + between, DENSE[number]), (DENSE[number], between + name)):
        if named_apart(before, text):
            found += 1
            assert may_go_on(before[-TAIL:], text)
    assert found or talk >= 60, "they are seen together in no order: it proves nothing"


@pytest.mark.parametrize("name", ["助记词", "这是我的助记词"])
def test_a_message_that_names_a_phrase_in_chinese_may_be_a_part(name: str) -> None:
    assert may_be_part(name)


@pytest.mark.parametrize("text", ["好的，谢谢，我在这里等。", "我的提币还没有到账。", "好的"])
def test_short_talk_after_the_word_needs_no_second_screening(text: str) -> None:
    assert not may_go_on("请问助记词丢了怎么办？我很着急，帮帮我，谢谢！。。。。。。", text)
