"""What clamd says of a file, and what is said of a file that clamd did not see."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from tests.core.safety.files import samples
from tests.core.safety.files.clamd import clamd, speaking

from octant.core.safety.files import FileRefused, Limits, Scan, scan, take_in


@pytest.fixture(scope="module")
def scanner() -> Iterator[str]:
    with clamd() as address:
        yield address


@pytest.fixture
def scanning(scanner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCTANT_CLAMD", scanner)


def said_of(data: bytes) -> Scan:
    return scan([data], len(data))


@pytest.mark.usefixtures("scanning")
def test_the_test_virus_is_found_and_a_plain_file_is_clean() -> None:
    assert said_of(samples.EICAR) is Scan.INFECTED
    assert said_of(b"Where is my withdrawal?") is Scan.CLEAN


@pytest.mark.usefixtures("scanning")
def test_a_file_in_many_pieces_is_seen_whole() -> None:
    pieces = [bytes([byte]) for byte in samples.EICAR]
    assert scan(pieces, len(samples.EICAR)) is Scan.INFECTED
    long = b"x" * 3_000_000 + samples.EICAR
    assert scan([long], len(long)) is Scan.INFECTED


@pytest.mark.usefixtures("scanning")
def test_an_infected_file_is_refused_whatever_it_is_called() -> None:
    with pytest.raises(FileRefused) as refused:
        take_in("a.txt", lambda: [samples.EICAR], len(samples.EICAR), limits=Limits())
    assert refused.value.code == "file_infected"

    hidden = samples.picture() + samples.EICAR
    with pytest.raises(FileRefused):
        take_in("a.png", lambda: [hidden], len(hidden), limits=Limits())


@pytest.mark.usefixtures("scanning")
def test_our_own_caps_come_before_the_scanner() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("eicar.com", samples.EICAR)
    with pytest.raises(FileRefused) as refused:
        take_in("a.zip", lambda: [output.getvalue()], output.tell(), limits=Limits())
    assert refused.value.code == "file_archive"


@pytest.mark.usefixtures("scanning")
def test_a_file_beyond_the_scanners_limit_is_not_called_clean(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OCTANT_CLAMD_MAX_MB", "1")
    assert said_of(b"x" * 1_000_000) is Scan.CLEAN
    assert said_of(b"x" * 1_000_001) is Scan.NOT_SCANNED


def test_without_a_scanner_nothing_is_called_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OCTANT_CLAMD", raising=False)
    assert said_of(b"plain") is Scan.NOT_SCANNED
    monkeypatch.setenv("OCTANT_CLAMD", "/nowhere/clamd.ctl")
    assert said_of(b"plain") is Scan.NOT_SCANNED


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"OK\0",
        b"stream: OK and more\0",
        b"\xff\xfe",
        b"-",
    ],
)
def test_any_other_answer_is_not_clean(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking(answer) as address:
        monkeypatch.setenv("OCTANT_CLAMD", address)
        assert said_of(b"plain") is Scan.NOT_SCANNED
