"""The vectors that Python and the browser share: what is stored for each text."""

import json
from pathlib import Path
from typing import Any

import pytest

from octant.core.safety.text import screen

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["note"])
def test_a_text_is_stored_with_its_secrets_masked(vector: dict[str, Any]) -> None:
    screened = screen(vector["text"])

    assert screened.text == vector["stored"]
    found = [[finding.kind.value, finding.action.value] for finding in screened.findings]
    assert found == vector["findings"]


def test_the_vectors_hold_every_kind_that_is_masked() -> None:
    kinds = {kind for vector in VECTORS for kind, _action in vector["findings"]}

    assert {"seed_phrase", "seed_words", "private_key", "key_or_hash", "key_file"} <= kinds
    assert {"api_key", "access_token", "otp_secret", "one_time_code", "password"} <= kinds
    assert {"card_number", "resident_id", "iban", "passport_number"} <= kinds
