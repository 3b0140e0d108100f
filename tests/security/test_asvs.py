"""docs/security/asvs.md names files and tests that exist: a renamed test does not leave a claim
behind that nothing holds."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/security/asvs.md").read_text()
NAMED = re.compile(r"`((?:tests|src|docs|tools|bench|requirements)/[^`:\s]*)(?:::(\w+))?`")
ROW = re.compile(r"^\| (\d+\.\d+.*?|9\.1.*?) \| .+? \| (.+) \|$", re.M)
STATES = ("met", "by design", "partly", "**partly**", "**not met**", "operator", "not tested")


def test_every_file_that_is_named_exists() -> None:
    named = {name for name, _test in NAMED.findall(TEXT)}
    assert len(named) > 50
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(("name", "test"), [pair for pair in NAMED.findall(TEXT) if pair[1]])
def test_every_test_that_is_named_exists(name: str, test: str) -> None:
    assert re.search(rf"^(?:async )?def {test}\(", (ROOT / name).read_text(), re.M)


def test_what_is_met_by_a_test_names_one() -> None:
    without = [
        number
        for number, state in ROW.findall(TEXT)
        if state.startswith("met")
        and not re.search(r"`(?:tests/|tools/|crawl|fuzz|docs/)|as \d", state)
    ]
    assert len(ROW.findall(TEXT)) > 80
    assert without == ["3.4.1"]  # "same test": the row above it
