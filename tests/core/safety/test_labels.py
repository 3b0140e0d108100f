"""Every finding has words for people, in both languages."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from octant.core.safety import files, labels
from octant.core.safety.labels import ADVICE, readable
from octant.core.safety.text import Kind, TextTooLong, screen

APP = Path(labels.__file__).parent
PO = (APP / "locale/zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8")


def entries() -> dict[str, str]:
    found = re.findall(
        r'msgid "((?:[^"\\]|\\.)+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "(.*)"', PO
    )
    return {source.replace('\\"', '"'): target for source, target in found}


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_is_named_explained_and_says_what_to_do_now(kind: Kind) -> None:
    advice = ADVICE[kind]
    with override("en"):
        words = [str(advice.label), str(advice.explanation), str(advice.what_now)]

    assert all(words)
    for sentence in words:
        assert re.search("[\u4e00-\u9fff]", entries()[sentence]), sentence


def test_each_refusal_of_a_file_is_translated() -> None:
    source = "".join(
        (Path(files.__file__).parent / name).read_text(encoding="utf-8")
        for name in (
            "checks.py",
            "images.py",
            "pdf.py",
            "texts.py",
            "videos.py",
            "intake.py",
            "secrets.py",
        )
    )
    calls = re.findall(r'_\(\s*((?:"[^"]*"\s*)+)\)', source)
    sentences = ["".join(re.findall(r'"([^"]*)"', call)) for call in calls]

    assert len(sentences) > 8
    assert [sentence for sentence in sentences if sentence not in entries()] == []


def test_a_mask_is_shown_in_the_readers_words() -> None:
    stored = screen("hi, password: Hunter22x").text
    with override("en"):
        assert readable(stored) == "hi, password: [password removed]"


def test_an_unknown_mask_is_still_a_sentence() -> None:
    with override("en"):
        assert readable("⟦secret:of_tomorrow⟧") == "[sensitive information removed]"


def test_the_sentence_about_length_names_both_numbers() -> None:
    with override("en"):
        sentence = str(TextTooLong(120_000, 100_000).sentence)

    assert "120,000" in sentence and "100,000" in sentence
