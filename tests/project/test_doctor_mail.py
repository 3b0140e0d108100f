"""`octant doctor mail` makes our keys, says what to publish, and sees when it is there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.kit.mail.name_server import NameServer, name_server

DOMAIN = "kraken.example"


def doctor(home: Path, server: NameServer) -> "subprocess.CompletedProcess[str]":
    env = {
        **os.environ,
        "OCTANT_MAIL_NAMESERVERS": f"127.0.0.1:{server.port}",
        "OCTANT_MAIL_SENDERS": "ip4:192.0.2.1 include:_spf.sender.example",
        "OCTANT_MAIL_HOST": "mx.kraken.example",
        "OCTANT_MAIL_ZONE": "",
        "OCTANT_DEMO": "",
        "DATABASE_URL": "",
    }
    program = [sys.executable, "-m", "octant.project.cli", "doctor", "mail", "--home", str(home)]
    return subprocess.run(
        program, env=env, capture_output=True, text=True, timeout=120, check=False
    )


def published(printed: str) -> dict[str, dict[str, list[str]]]:
    """The lines of the zone file, as the name server takes them."""
    records: dict[str, dict[str, list[str]]] = {"mx.kraken.example": {"A": ["192.0.2.1"]}}
    for name, kind, text in re.findall(r"^(\S+)\. IN (TXT|MX) (.+)$", printed, re.MULTILINE):
        records.setdefault(name, {}).setdefault(kind, []).append(text)
    return records


def states(printed: str) -> dict[str, str]:
    found = re.findall(r"^(ok|problem|unknown) +(dkim \w+|\w+) ", printed, re.MULTILINE)
    return {name: state for state, name in found}


def test_what_it_prints_is_what_makes_it_content(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with name_server({}) as server:
        first = doctor(home, server)
        assert first.returncode == 1, first.stderr
        assert set(states(first.stdout).values()) == {"problem"}
        server.records = published(first.stdout)
        assert set(server.records) >= {DOMAIN, f"_dmarc.{DOMAIN}"}
        second = doctor(home, server)
        assert second.returncode == 0, second.stdout + second.stderr
        assert set(states(second.stdout)) == {"dkim rsa", "dkim ed25519", "spf", "dmarc", "mx"}
        assert "To publish" not in second.stdout
    keys = list((home / "keys" / "dkim").glob("*.pem"))
    assert len(keys) == 2
    assert all(key.stat().st_mode & 0o077 == 0 for key in keys)
    assert not any(key.read_text() in first.stdout for key in keys)


@pytest.mark.parametrize(
    ("name", "kind", "texts", "what"),
    [
        (DOMAIN, "TXT", ['"v=spf1 ip4:192.0.2.1 include:_spf.sender.example +all"'], "spf"),
        (DOMAIN, "TXT", ['"v=spf1 ip4:192.0.2.1 -all"'], "spf"),
        (DOMAIN, "TXT", ['"v=spf1 -all"', '"v=spf1 mx -all"'], "spf"),
        (f"_dmarc.{DOMAIN}", "TXT", ['"v=DMARC1; p=none"'], "dmarc"),
        (f"octant-ed._domainkey.{DOMAIN}", "TXT", ['"v=DKIM1; k=ed25519; p=AAAA"'], "dkim ed25519"),
        (DOMAIN, "MX", ["10 gone.kraken.example."], "mx"),
    ],
)
def test_what_is_published_wrongly_is_seen(
    tmp_path: Path, name: str, kind: str, texts: list[str], what: str
) -> None:
    with name_server({}) as server:
        server.records = published(doctor(tmp_path, server).stdout)
        server.records[name][kind] = texts
        done = doctor(tmp_path, server)
    assert {name for name, state in states(done.stdout).items() if state == "problem"} == {what}


def test_a_name_server_that_fails_is_no_missing_record(tmp_path: Path) -> None:
    with name_server({}) as server:
        server.records = published(doctor(tmp_path, server).stdout)
        server.broken.add(f"_dmarc.{DOMAIN}")
        done = doctor(tmp_path, server)
    assert states(done.stdout)["dmarc"] == "unknown"
    assert done.returncode == 1
