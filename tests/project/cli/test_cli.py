"""The program as a person meets it: fast help, one sentence for a mistake, JSON lines for tools."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WORKSPACE = Path(__file__).parents[3] / "workspaces" / "kraken"


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


@pytest.fixture(scope="module")
def loaded() -> Iterator[Path]:
    """The home of a stopped system with the demo workspace in it."""
    folder = Path(tempfile.mkdtemp(prefix="octant-home-"))
    folder.chmod(0o711)
    done = octant("load", str(WORKSPACE), OCTANT_HOME=str(folder / "home"))
    assert done.returncode == 0, done.stderr
    yield folder / "home"
    shutil.rmtree(folder, ignore_errors=True)


def advice(home: Path, *arguments: str, text: str | bytes = "") -> list[dict[str, Any]]:
    done = octant("advise", "--json", "--home", str(home), *arguments, text=text)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_advise_ranks_the_surfaces_on_the_home_of_a_stopped_system(loaded: Path) -> None:
    (found,) = advice(loaded, "I cannot close my position and the market is crashing")
    assert {"urgency", "complexity", "preference", "category", "channels"} <= found.keys()
    assert found["urgency"] == "high"
    keys = [each["key"] for each in found["channels"]]
    assert keys[:2] == ["live_chat", "phone"]
    assert sorted(keys) == sorted(
        ["help_center", "live_chat", "email", "social", "community", "phone", "learn"]
    )
    for each in found["channels"]:
        assert {"key", "score", "why", "wait_minutes", "cost", "prepare"} <= each.keys()
        assert each["why"] and each["cost"]
    scores = [each["score"] for each in found["channels"]]
    assert scores == sorted(scores, reverse=True)


def test_advise_reads_lines_and_answers_in_their_language(loaded: Path) -> None:
    texts = "我的账户被盗了\nhow do I change my password\n"
    stolen, password = advice(loaded, "--lines", text=texts)
    assert stolen["freeze_first"] and stolen["urgency"] == "critical"
    assert not stolen["channels"][0]["why"].isascii()
    assert password["channels"][0]["key"] == "help_center"


def test_advise_takes_what_is_known_and_never_prints_a_secret(loaded: Path) -> None:
    key = "5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF"
    known = ("--urgency", "low", "--complexity", "complex", "--prefer", "write")
    (found,) = advice(loaded, *known, text=f"my key {key} and a question")
    assert (found["urgency"], found["complexity"], found["preference"]) == (
        "low",
        "complex",
        "write",
    )
    assert found["channels"][0]["key"] == "email"
    assert key not in json.dumps(found)


def test_simulate_wants_a_demonstration_and_to_know_what_to_do(loaded: Path) -> None:
    idle = octant("simulate", "--home", str(loaded))
    assert idle.returncode == 2 and "--tickets N" in idle.stderr
    wrong = octant("simulate", "--tickets", "-3", "--home", str(loaded))
    assert wrong.returncode == 2 and "from 1 to 100000" in wrong.stderr
    real = octant("simulate", "--tickets", "3", "--home", str(loaded))
    assert real.returncode == 2 and "no demonstration here" in real.stderr


def test_recount_counts_the_hours_of_reports_and_knows_what_a_date_is(loaded: Path) -> None:
    done = octant("recount", "--since", "2026-01-01", "--home", str(loaded))
    assert json.loads(done.stdout) == {"hours": 0}, done.stderr  # there are no tickets
    wrong = octant("recount", "--until", "yesterday", "--home", str(loaded))
    assert wrong.returncode == 2 and "write 'yesterday' as 2026-11-29" in wrong.stderr
