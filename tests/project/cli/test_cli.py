"""The program as a person meets it: fast help, one sentence for a mistake, JSON lines for tools."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def octant(*arguments: str, text: str | bytes = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run the program as its own process, without the database of the tests."""
    given = text if isinstance(text, bytes) else text.encode()
    clean = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "octant.project.cli", *arguments],
        input=given,
        capture_output=True,
        env={**clean, **env},
        check=False,
        timeout=120,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_help_names_every_command_without_loading_the_product() -> None:
    program = "import sys; from octant.project.cli import main\n"
    program += "try: main(['--help'])\nexcept SystemExit: print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "up " in done.stdout
    assert "restore" in done.stdout
    assert done.stdout.strip().endswith("False")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["up", "--port", "70000"], "--port takes a number"),
        (["load", "/nowhere/at/all"], "is not a folder"),
        (["restore", "/nowhere.tar"], "There is no file /nowhere.tar"),
        (["backup", "/tmp/never-written.tar"], "There is nothing to back up"),
        (["web"], "No database runs for"),
    ],
)
def test_a_mistake_is_answered_with_one_sentence(
    arguments: list[str], sentence: str, tmp_path: Path
) -> None:
    done = octant(*arguments, OCTANT_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_screen_prints_what_would_be_stored_and_where_it_was() -> None:
    key = "5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF"
    done = octant("screen", text=f"我的私钥是 {key} 谢谢")
    (line,) = [json.loads(line) for line in done.stdout.splitlines()]
    (finding,) = line["findings"]
    assert key not in line["text"]
    assert finding == {"kind": "private_key", "start": 6, "end": 6 + len(key), "action": "redact"}


def test_screen_takes_a_text_a_line_and_survives_any_bytes() -> None:
    done = octant("screen", "--lines", text=b"hello\n\xff\xfe\n" + b"a" * 200_000 + b"\nbye\n")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [line["text"] for line in lines[::3]] == ["hello", "bye"]
    assert lines[2]["refused"]


def test_screen_works_where_the_locale_knows_no_chinese() -> None:
    done = octant("screen", text="提币", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert json.loads(done.stdout)["text"] == "提币"


def test_check_link_prints_a_verdict_a_line_without_a_database(tmp_path: Path) -> None:
    links = ("https://www.kraken.example", "github.com", "bit.ly/x", "krаken-login.com")
    done = octant("check-link", "--json", *links, OCTANT_HOME=str(tmp_path / "home"))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["url"] for row in rows] == list(links)
    assert [row["verdict"] for row in rows] == ["official", "ok", "suspicious", "blocked"]
    assert all(row["reasons"] and row["reasons_zh_hans"] for row in rows)
    assert rows[3]["near"] == "kraken.example"


def test_check_link_reads_links_from_standard_input(tmp_path: Path) -> None:
    done = octant(
        "check-link", text=b"kraken.example\n\n\xff\n", OCTANT_HOME=str(tmp_path / "home")
    )
    verdicts = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
    assert verdicts == ["official", "suspicious"]
