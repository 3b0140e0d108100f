"""Large files of a chat in pieces: tus 1.0 over the chat's own addresses."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from tests.channels.live_chat.conftest import Window
from tests.core.safety.files import samples

from octant.core.people.models import User
from octant.core.safety import parts, store
from octant.core.tickets import tasks
from octant.core.tickets.models import File, Message, Upload
from octant.core.tickets.services import uploads
from octant.kit.clock import moved

pytestmark = pytest.mark.django_db

FILM = samples.mp4(media=b"frames" * 600_000)  # 3.6 MB: pieces of 1 MiB and a rest
BODY = "application/offset+octet-stream"


def ask(window: Window, method: str, path: str, body: bytes = b"", **headers: str) -> HttpResponse:
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return window.client.generic(  # type: ignore[return-value]
        method,
        path,
        body,
        content_type=more.pop("Content-Type", "application/octet-stream"),
        headers=window.headers({"Tus-Resumable": "1.0.0", **more}),
    )


def begin(window: Window, name: str, size: int, **headers: str) -> HttpResponse:
    metadata = f"filename {base64.b64encode(name.encode()).decode()},filetype dmlkZW8vbXA0"
    return ask(
        window,
        "POST",
        "/chat/uploads",
        Upload_Length=str(size),
        Upload_Metadata=metadata,
        **headers,
    )


def begun(window: Window, name: str = "film.mp4", size: int = len(FILM)) -> str:
    answer = begin(window, name, size)
    assert answer.status_code == 201, answer.content
    assert answer["Upload-Expires"].endswith("GMT")
    return answer["Location"]


def patch(window: Window, url: str, offset: int, data: bytes) -> HttpResponse:
    return ask(window, "PATCH", url, data, Upload_Offset=str(offset), Content_Type=BODY)


def offset_of(window: Window, url: str) -> int:
    answer = ask(window, "HEAD", url)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return int(answer["Upload-Offset"])


def code_of(answer: Any) -> str:
    return str(json.loads(answer.content)["code"])


def test_a_recording_arrives_in_pieces_and_is_sent(window: Window, on_duty: User) -> None:
    window.begin()
    url = begun(window)
    assert offset_of(window, url) == 0
    assert patch(window, url, 0, FILM[:1_500_000])["Upload-Offset"] == "1500000"
    assert offset_of(window, url) == 1_500_000
    assert patch(window, url, 1_500_000, FILM[1_500_000:]).status_code == 204

    answer = ask(window, "POST", url)

    file = json.loads(answer.content)["file"]
    assert (file["name"], file["type"], file["scanned"]) == ("film.mp4", "video/mp4", "not_scanned")
    assert window.say("Look", files=[file["id"]]).status_code == 200
    [kept] = Message.objects.get(text="Look").files.all()
    stored = b"".join(store.get(kept.digest))
    assert len(stored) == len(FILM) and stored[-3_600_000:] == FILM[-3_600_000:]


def test_finishing_again_answers_the_same_file(
    window: Window, on_duty: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    window.begin()
    url = begun(window)
    patch(window, url, 0, FILM)
    with django_capture_on_commit_callbacks(execute=True):
        first = json.loads(ask(window, "POST", url).content)
    assert parts.kept() == []

    assert json.loads(ask(window, "POST", url).content) == first
    assert File.objects.count() == 1


def test_the_protocol_says_what_it_can(window: Window, on_duty: User) -> None:
    window.begin()
    answer = ask(window, "OPTIONS", "/chat/uploads")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert "creation" in answer["Tus-Extension"]
    assert int(answer["Tus-Max-Size"]) == 200_000_000


@pytest.mark.parametrize(
    ("name", "size", "status", "code"),
    [
        ("film.mp4", 200_000_001, 413, "file_too_large"),
        ("shot.png", 20_000_001, 413, "file_too_large"),
        ("film.mp4", 0, 415, "file_empty"),
        ("all.zip", 5_000_000, 415, "file_archive"),
        ("sheet.xlsm", 5_000_000, 415, "file_office"),
        ("run.exe", 5_000_000, 415, "file_type"),
    ],
)
def test_what_could_not_come_in_is_refused_before_a_byte_is_sent(
    window: Window, on_duty: User, name: str, size: int, status: int, code: str
) -> None:
    window.begin()
    answer = begin(window, name, size)
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert not Upload.objects.exists()


def test_a_wrong_type_is_refused_with_the_first_piece(window: Window, on_duty: User) -> None:
    window.begin()
    url = begun(window, "film.mp4", 3_000_000)
    answer = patch(window, url, 0, b"<html><script>alert(1)</script>" + b" " * 2_000_000)
    assert (answer.status_code, code_of(answer)) == (415, "file_active")
    assert ask(window, "HEAD", url).status_code == 404
    assert parts.kept() == []


def test_a_hostile_whole_is_refused_with_a_sentence_and_gone(window: Window, on_duty: User) -> None:
    window.begin()
    hostile = FILM + b"<html><script>alert(1)</script></html>"
    url = begun(window, "film.mp4", len(hostile))
    patch(window, url, 0, hostile)

    answer = ask(window, "POST", url)

    assert (answer.status_code, code_of(answer)) == (422, "file_video")
    assert not File.objects.exists()
    assert not Upload.objects.exists()
    assert parts.kept() == []


@pytest.mark.parametrize("offset", [1, 999_999, 1_000_001])
def test_a_piece_for_another_place_is_not_taken(window: Window, on_duty: User, offset: int) -> None:
    window.begin()
    url = begun(window)
    patch(window, url, 0, FILM[:1_000_000])
    answer = patch(window, url, offset, FILM[offset : offset + 100])
    assert answer.status_code == 409
    assert offset_of(window, url) == 1_000_000


def test_no_more_than_announced_is_taken(window: Window, on_duty: User) -> None:
    window.begin()
    url = begun(window)
    assert patch(window, url, 0, FILM + b"more").status_code == 413
    assert offset_of(window, url) == 0


def test_pieces_on_the_disk_cannot_be_read(window: Window, on_duty: User) -> None:
    window.begin()
    url = begun(window)
    patch(window, url, 0, FILM[:2_000_000])
    files = [path for path in store.root().rglob("*") if path.is_file()]
    assert files
    assert not any(b"framesframes" in path.read_bytes() for path in files)


def test_another_customers_upload_is_not_there(
    window: Window, another: Callable[[], Window], on_duty: User
) -> None:
    window.begin()
    url = begun(window)
    eve = another()
    eve.begin(email="eve@customers.example")
    for method in ("HEAD", "DELETE", "POST"):
        assert ask(eve, method, url).status_code == 404
    assert patch(eve, url, 0, FILM[:10]).status_code == 404
    nobody = another()
    assert ask(nobody, "HEAD", url).status_code == 403
    assert begin(nobody, "film.mp4", 10).status_code == 403
    assert offset_of(window, url) == 0


def test_a_page_of_a_stranger_cannot_upload(window: Window, on_duty: User) -> None:
    window.begin()
    answer = begin(window, "film.mp4", 10, Origin="https://kraken-support.evil.test")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", {"Upload_Length": "x", "Upload_Metadata": "filename YS5tcDQ="}),
        ("POST", {"Upload_Length": "-1", "Upload_Metadata": "filename YS5tcDQ="}),
        ("POST", {"Upload_Length": "10"}),
        ("POST", {"Upload_Length": "10", "Upload_Metadata": "filename %%%"}),
        ("POST", {"Upload_Length": "10", "Upload_Metadata": "filename gICA"}),
        ("POST", {"Upload_Length": "10", "Upload_Metadata": "filename \x80"}),
        ("POST", {"Upload_Length": "9" * 30, "Upload_Metadata": "filename YS5tcDQ="}),
    ],
)
def test_nonsense_gets_a_sentence(
    window: Window, on_duty: User, method: str, headers: dict[str, str]
) -> None:
    window.begin()
    answer = ask(window, method, "/chat/uploads", **headers)
    assert answer.status_code == 400
    assert json.loads(answer.content)["sentence"]


def test_another_version_of_the_protocol_is_refused(window: Window, on_duty: User) -> None:
    window.begin()
    answer = ask(window, "POST", "/chat/uploads", Tus_Resumable="0.2.2", Upload_Length="10")
    assert answer.status_code == 412


def test_a_customer_gives_an_upload_up(window: Window, on_duty: User) -> None:
    window.begin()
    url = begun(window)
    patch(window, url, 0, FILM[:2_000_000])
    assert ask(window, "DELETE", url).status_code == 204
    assert ask(window, "HEAD", url).status_code == 404
    assert parts.kept() == []


def test_only_so_many_may_be_on_their_way(window: Window, on_duty: User) -> None:
    window.begin()
    for _each in range(uploads.OPEN_AT_MOST):
        begun(window)
    assert begin(window, "film.mp4", 10).status_code == 429


def test_what_is_left_for_a_day_is_swept(window: Window, on_duty: User) -> None:
    window.begin()
    left, fresh = begun(window), begun(window)
    patch(window, left, 0, FILM[:2_000_000])
    with moved(timedelta(hours=23)):
        patch(window, fresh, 0, FILM[:10])
    with moved(timedelta(hours=25)):
        assert ask(window, "HEAD", left).status_code == 410
        tasks.sweep_uploads()
        assert ask(window, "HEAD", left).status_code == 404
        assert offset_of(window, fresh) == 10
    assert parts.kept() == [fresh.rsplit("/", 1)[1]]


def test_a_piece_that_was_kept_but_never_counted_is_written_over(
    window: Window, on_duty: User
) -> None:
    window.begin()
    url = begun(window)
    patch(window, url, 0, FILM[:1_000_000])
    parts.keep(url.rsplit("/", 1)[1], 1_000_000, b"of a process that was killed" * 10_000)
    assert offset_of(window, url) == 1_000_000
    patch(window, url, 1_000_000, FILM[1_000_000:])
    assert ask(window, "POST", url).status_code == 200
    stored = b"".join(store.get(File.objects.get().digest))
    assert stored[-3_600_000:] == FILM[-3_600_000:]


def test_an_upload_whose_pieces_a_restored_backup_lacks_begins_anew(
    window: Window, on_duty: User
) -> None:
    window.begin()
    url = begun(window)
    patch(window, url, 0, FILM)
    parts.drop(url.rsplit("/", 1)[1])
    assert ask(window, "POST", url).status_code == 410
    assert not Upload.objects.exists()


def test_a_line_that_is_cut_keeps_what_came(window: Window, on_duty: User) -> None:
    window.begin()
    url = begun(window)
    upload = Upload.objects.get()

    class Cut:
        left = FILM[:1_700_000]

        def read(self, size: int, /) -> bytes:
            if not self.left:
                raise OSError("connection reset")
            found, self.left = self.left[:size], self.left[size:]
            return found

    uploads.receive_pieces(upload=upload, offset=0, body=Cut(), length=len(FILM))

    assert offset_of(window, url) == 1_700_000
