"""An operator's file of breached passwords, searched where it lies."""

import hashlib
import os
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from structlog.testing import capture_logs
from tests.conftest import PASSWORD
from tests.core.people.conftest import sign_in

from octant.core.people.breached import Unreadable, demand_readable, is_breached
from octant.core.people.models import User
from octant.project.health import _tried

BREACHED = [f"breached number {n}" for n in range(3_001)]


def digest(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def written(path: Path, passwords: list[str], *, end: str = "\r\n", last: bool = True) -> Path:
    """As the downloader writes it, with counts of different lengths."""
    hashes = sorted(map(digest, passwords))
    lines = [f"{each}:{10 ** (n % 8)}" for n, each in enumerate(hashes)]
    path.write_bytes((end.join(lines) + (end if last else "")).encode())
    return path


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
def test_every_password_of_the_file_is_found_and_no_other(
    tmp_path: Path, end: str, last: bool
) -> None:
    file = written(tmp_path / "set", BREACHED, end=end, last=last)
    assert all(is_breached(file, each) for each in BREACHED)
    assert not any(is_breached(file, f"fine {n}") for n in range(500))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_small_file_is_searched_as_well(tmp_path: Path, count: int) -> None:
    file = written(tmp_path / "set", BREACHED[:count])
    assert [is_breached(file, each) for each in BREACHED[:4]] == [n < count for n in range(4)]


def test_hashes_alone_and_in_small_letters_will_do(tmp_path: Path) -> None:
    file = tmp_path / "set"
    file.write_text("".join(f"{each.lower()}\n" for each in sorted(map(digest, BREACHED))))
    assert is_breached(file, BREACHED[7]) and not is_breached(file, "fine")


def test_a_large_file_is_read_at_few_places_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path / "set", BREACHED)
    asked: list[int] = []
    read = os.pread

    def noting(descriptor: int, size: int, at: int) -> bytes:
        asked.append(size)
        return read(descriptor, size, at)

    monkeypatch.setattr(os, "pread", noting)
    is_breached(file, BREACHED[1234])
    assert len(asked) <= file.stat().st_size.bit_length() + 1 and max(asked) <= 160


@pytest.mark.parametrize(
    "content", [b"", b"no hashes here\n" * 50, b"x" * 5000, b"\x00" * 5000], ids=len
)
def test_another_file_is_said_to_be_another(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "set"
    file.write_bytes(content)
    with pytest.raises(Unreadable):
        is_breached(file, "fine")


def test_a_file_that_is_not_sorted_and_one_that_is_not_there_are_told_by_the_doctor(
    tmp_path: Path,
) -> None:
    file = written(tmp_path / "set", BREACHED)
    demand_readable(file)
    file.write_bytes(b"".join(reversed(file.read_bytes().splitlines(keepends=True))))
    for wrong in (file, tmp_path / "missing"):
        with pytest.raises(Unreadable):
            demand_readable(wrong)
        check = _tried("passwords", lambda wrong=wrong: str(demand_readable(wrong)))  # type: ignore[misc]
        assert not check.ok and str(wrong) in check.says


@pytest.mark.django_db
def test_a_breached_password_is_refused_where_one_is_chosen(
    tmp_path: Path, settings: LazySettings, client: Client, customer: User
) -> None:
    settings.OCTANT_BREACHED_PASSWORDS = str(written(tmp_path / "set", BREACHED))
    sign_in(client, customer)
    given = {"oldpassword": PASSWORD, "password1": BREACHED[5], "password2": BREACHED[5]}
    page = client.post("/accounts/password/change/", given)
    assert "known from a breach" in page.content.decode()
    given |= {"password1": "quite another 9 words", "password2": "quite another 9 words"}
    assert client.post("/accounts/password/change/", given).status_code == 302


def test_a_file_that_cannot_be_read_is_logged_and_keeps_nobody_from_a_new_password(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.OCTANT_BREACHED_PASSWORDS = str(tmp_path / "missing")
    with capture_logs() as lines:
        validate_password(BREACHED[5])
    assert [line["event"] for line in lines] == ["breached_passwords_unreadable"]
    settings.OCTANT_BREACHED_PASSWORDS = str(written(tmp_path / "set", BREACHED))
    with pytest.raises(ValidationError):
        validate_password(BREACHED[5])
