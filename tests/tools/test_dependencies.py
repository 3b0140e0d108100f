"""What `make lint` says of the libraries without asking anybody, and what `tools/audit` does."""

import importlib.util
import subprocess
import sys
from email.message import Message
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
HASH = "--hash=sha256:" + "a1" * 32


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "dependencies_tool", ROOT / "tools" / "dependencies.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["dependencies_tool"] = module
    spec.loader.exec_module(module)
    return module


tool = load()


def folder_of(path: Path, base: str) -> Path:
    for name in tool.LISTS:
        text = {"base": base, "dev": f"two==2.0 \\\n    {HASH}\n"}.get(name, "")
        (path / f"{name}.txt").write_text(text)
    (path / "refused.txt").write_text("# none\nnever==1.2.3  # it deletes mail\n")
    return path


@pytest.mark.parametrize(
    ("base", "complaint"),
    [
        (f"one==1.0 \\\n    {HASH}\n    # via two\n", ""),
        ("-r source.txt\n", ""),
        ("one==1.0\n", "pinned without a hash"),
        ("one>=1.0\n", "not pinned to a version"),
        ("git+https://example.com/one\n", "not pinned to a version"),
        (f"Never==1.2.3 \\\n    {HASH}\n", "is refused: it deletes mail"),
        (f"two==1.0 \\\n    {HASH}\n", "two has another version in each of base, dev"),
    ],
)
def test_a_list_is_refused_for_what_is_wrong_in_it(
    tmp_path: Path, base: str, complaint: str
) -> None:
    found = " ".join(tool.complaints(folder_of(tmp_path, base)))
    assert complaint in found
    assert bool(found) == bool(complaint)


@pytest.mark.parametrize(
    ("licence", "is_ours"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("LGPL-3.0-only", True),
        ("GPL-3.0-only OR MIT", True),
        ("AGPL-3.0-only", False),
        ("GPL-2.0-only AND MIT", False),
        ("", False),
    ],
)
def test_a_licence_that_would_bind_the_operator_is_told(licence: str, is_ours: bool) -> None:
    about = Message()
    if licence:
        about["License-Expression"] = licence
    assert (tool.licence_complaint("one", about) == "") is is_ours


def test_our_own_lists_are_in_order() -> None:
    assert list(tool.complaints(ROOT / "requirements")) == []


@pytest.mark.parametrize(
    ("answer", "code", "expected"),
    [
        ("No known vulnerabilities found", 0, 0),
        ("Found 2 known vulnerabilities in 1 package", 1, 1),
        ("ConnectionError", 1, 3),
        ("No known vulnerabilities found\ndjango  Dependency not found on PyPI and could not be"
         " audited: django (5.2)", 0, 3),
    ],
)  # fmt: skip
def test_an_audit_that_could_not_look_is_no_clean_bill(
    tmp_path: Path, answer: str, code: int, expected: int
) -> None:
    program = tmp_path / "bin" / "pip-audit"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\nexit {code}\n")
    program.chmod(0o755)
    done = subprocess.run(
        [ROOT / "tools" / "audit"],
        env={"OCTANT_AUDIT_VENV": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == expected
    assert ("no clean bill" in done.stderr) is (expected == 3)
