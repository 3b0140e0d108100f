"""tools/system_packages knows what the tests need, and asks nobody when all of it is there."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "system_packages"
SERVERS = Path("/usr/sbin/postfix"), Path("/usr/sbin/dovecot")


def run(path: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/sh", str(TOOL)],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def bare(tmp_path: Path) -> str:
    """A path with the few programs that the script itself needs, and nothing that installs."""
    for name in ("uname", "id", "find", "head"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    return str(tmp_path)


def test_with_everything_there_it_is_silent_and_calls_no_package_manager(bare: str) -> None:
    for name in ("chromium-headless-shell", "msgfmt", "rspamd"):
        (Path(bare) / name).symlink_to(f"/usr/bin/{name}")
    done = run(bare)  # without apt-get on the path: it could only complain
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_missing_is_named_with_what_to_type(bare: str) -> None:
    done = run(bare)
    assert done.returncode == 1
    assert "As root: apt-get install chromium-headless-shell gettext" in done.stderr


def test_it_leaves_no_policy_of_its_own_behind(bare: str) -> None:
    """Services are kept from starting only while packages are installed."""
    policy = Path("/usr/sbin/policy-rc.d")
    before = policy.read_bytes() if policy.exists() else None
    run(bare)
    assert (policy.read_bytes() if policy.exists() else None) == before


def test_the_mail_servers_that_the_tests_talk_to_are_there() -> None:
    """`make test` installs them first; so nothing in tests/mail may ever be skipped."""
    assert all(os.access(each, os.X_OK) for each in SERVERS)
    assert os.access("/usr/lib/dovecot/imap", os.X_OK)
    assert os.access("/usr/lib/dovecot/lmtp", os.X_OK)
    sources = [file.read_text() for file in (ROOT / "tests" / "mail").glob("*.py")]
    assert not any("skip(" in text or "skipif" in text for text in sources)
