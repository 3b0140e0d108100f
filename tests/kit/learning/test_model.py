"""A model learns labels from texts, the same each time, and keeps nothing that one person wrote."""

from pathlib import Path

import pytest

from octant.kit.learning import Model, train
from octant.kit.learning.features import _hash, names

TEXTS = [
    *(f"my withdrawal {n} is stuck and pending" for n in range(12)),
    *(f"how do i change the password {n}" for n in range(12)),
    *(f"提币 {n} 一直没有到账" for n in range(12)),
]
LABELS = ["funding"] * 12 + ["account"] * 12 + ["funding"] * 12


def test_it_learns_in_both_languages_and_says_how_sure_it_is() -> None:
    model = train(TEXTS, LABELS)
    for text, label in (
        ("withdrawal stuck", "funding"),
        ("提币没到账", "funding"),
        ("change password", "account"),
    ):
        guess = model.guess(text)
        assert guess.label == label
        assert 0.5 < guess.confidence <= 1
        assert guess.second == pytest.approx(1 - guess.confidence, abs=1e-5)


def test_training_again_gives_the_same_file_which_reads_back_the_same(tmp_path: Path) -> None:
    model = train(TEXTS, LABELS, about={"tickets": 36})
    assert model.bytes() == train(TEXTS, LABELS, about={"tickets": 36}).bytes()
    file = tmp_path / "model"
    file.write_bytes(model.bytes())
    again = Model.read(file)
    assert again.labels == model.labels
    assert again.about == {"tickets": 36}
    assert again.guess("withdrawal").label == model.guess("withdrawal").label
    file.write_bytes(b"nonsense")
    with pytest.raises(ValueError):
        Model.read(file)


def test_what_only_one_person_wrote_is_no_feature_and_digits_are_all_alike() -> None:
    texts = [*TEXTS, "zebracorn zebracorn", "zebracorn again"]
    owners = [*range(len(TEXTS)), "one", "one"]
    model = train(texts, [*LABELS, "account", "account"], owners=owners)
    assert _hash("wzebracorn") not in model.features.columns
    assert names("order 1234") == names("order 9876")
