"""`make eval DATA=folder` hands the folder to every evaluation: none may stumble over it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.parent.name for path in (ROOT / "eval").glob("*/run.py"))


@pytest.mark.parametrize("name", NAMES)
def test_every_evaluation_takes_a_folder_of_data(name: str, tmp_path: Path) -> None:
    program = [sys.executable, "-m", f"eval.{name}.run", "--data", str(tmp_path), "--help"]
    asked = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert asked.returncode == 0, asked.stderr
    assert "--data" in asked.stdout
