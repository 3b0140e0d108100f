"""No key, token or password of anybody's lies among the files of the repository: secrets of the
product live in the home folder or the environment (ASVS 5.0, 13.3.1)."""

import re
import subprocess
from pathlib import Path

import pytest

from octant.core.safety.text import Kind, screen, warm

ROOT = Path(__file__).resolve().parents[2]
# Where made-up secrets stand on purpose: tests, and what measures finding them.
MADE_UP = ("tests/", "eval/", "bench/")
# Names of files that hold keys, wherever they lie.
KEY_FILE = re.compile(
    r"(?:^|/)(?:\.env(?:\..*)?|id_(?:rsa|ed25519|ecdsa)|.*\.(?:pem|key|p12|pfx|jks|kdbx)|"
    r"(?:secret|file)_key|\.netrc|\.pypirc|credentials(?:\.json)?)$"
)
# What nobody makes up by accident: tokens that their vendors can tell by their beginning, and
# whole private keys. Examples that vendors publish say EXAMPLE.
TOKEN = re.compile(
    r"\bAKIA(?!.{0,16}EXAMPLE)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{40,}|"
    r"\bglpat-[\w-]{20}\b|\bxox[abpr]-[\w-]{20,}|\b[sr]k_live_\w{20,}|\bAIza[\w-]{35}\b|"
    r"\bnpm_\w{36}\b|\bpypi-[\w-]{60,}|"
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+(?:[A-Za-z0-9+/=]{60,}\s+){3}"
)
WALLETS = {Kind.SEED_PHRASE, Kind.KEY_FILE, Kind.ACCESS_TOKEN, Kind.OTP_SECRET}


def files() -> list[str]:
    """Names of the files that are kept; all of the folder where it came without its history."""
    told = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, timeout=30
    )
    if told.returncode == 0 and told.stdout:
        return told.stdout.decode().rstrip("\0").split("\0")
    skipped = {".venv", "build", "staticfiles", "node_modules", "__pycache__"}
    return [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*")
        if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
    ]


def text_of(name: str) -> str:
    """Empty for what is no text."""
    path = ROOT / name
    data = path.read_bytes() if path.is_file() else b""
    return "" if b"\0" in data[:4096] else data.decode("utf-8", "replace")


def test_no_file_is_named_as_keys_are() -> None:
    assert len(files()) > 1000
    assert [name for name in files() if KEY_FILE.search(name)] == []


def test_no_token_or_private_key_stands_in_any_file() -> None:
    found = [f"{name}: {hit[0][:12]}…" for name in files() for hit in TOKEN.finditer(text_of(name))]
    assert found == []


def test_our_own_detectors_find_no_wallet_in_what_we_ship() -> None:
    warm()
    found = []
    for name in files():
        if name.startswith((*MADE_UP, "src/octant/core/safety/")) or name.endswith((".po", ".js")):
            continue
        text = text_of(name)
        for start in range(0, len(text), 90_000):
            for hit in screen(text[start : start + 100_000]).findings:
                if hit.kind in WALLETS:
                    line = text.count("\n", 0, start + hit.start) + 1
                    found.append(f"{name}:{line}: {hit.kind}")
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["AKIA" + "Q" * 16, "ghp_" + "a1" * 18, "xoxb-" + "1234567890-abcdefghijk",
     "-----BEGIN RSA PRIVATE KEY-----\n" + ("A" * 64 + "\n") * 4],
)  # fmt: skip
def test_the_search_would_find_one(line: str) -> None:
    assert TOKEN.search(f"key = {line}")
