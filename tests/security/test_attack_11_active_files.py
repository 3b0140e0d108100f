"""Attack 11: no HTML, SVG or script comes in as a file, by whatever way and name, and what comes in
runs nothing when it is opened by itself (mail's: tests/channels/email/test_attacks_by_mail.py)."""

import base64
import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from playwright.sync_api import Page
from tests.core.safety.files import samples
from tests.journeys.live import page, site  # noqa: F401
from tests.security.world import World, a_world

from octant.core.safety import store
from octant.core.tickets.access import key_for
from octant.core.tickets.models import File

SCRIPT = b"<script>top.octantHit=1</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='top.octantHit=1'>" + SCRIPT + b"</svg>"
ACTIVE: dict[str, bytes] = {
    "page.html": b"<!doctype html><html>" + SCRIPT,
    "page.xhtml": b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>" + SCRIPT,
    "logo.svg": SVG,
    "logo.png": SVG,
    "logo.svg.png": b"\xef\xbb\xbf \n" + SVG,
    "note.txt": b"<html>" + SCRIPT,
    "rows.csv": b"a,b\n" + SVG,
    "late.txt": b"plain\n" * 20 + SVG,
    "sheet.xml": b"<?xml version='1.0'?><?xml-stylesheet href='data:text/xsl,x'?><a/>",
    "feed.pdf": b"<html>%PDF-1.7" + SCRIPT,
    "film.mp4": samples.mp4() + SCRIPT,
    "film.webm": samples.webm() + SCRIPT,
    "run.js": b"top.octantHit=1",
    "app.hta": SCRIPT,
    "a.html\x00.png": SVG,
    "a.png;.html": b"<html>" + SCRIPT,
}
Send = Callable[[World, str, bytes], HttpResponse]


def by_form(world: World, name: str, data: bytes) -> HttpResponse:
    given = SimpleUploadedFile(name, data, "image/png")
    return world.client("mine").post(  # type: ignore[return-value]
        "/chat/files", {"file": given}, headers=world.headers("mine")
    )


def at_the_desk(world: World, name: str, data: bytes) -> HttpResponse:
    path = f"/desk/tickets/{world.mine.ticket.public_id}/files/"
    given = SimpleUploadedFile(name, data, "image/png")
    return world.client("agent").post(path, {"file": given})  # type: ignore[return-value]


def in_pieces(world: World, name: str, data: bytes) -> HttpResponse:
    client, headers = world.client("mine"), world.headers("mine") | {"Tus-Resumable": "1.0.0"}
    named = base64.b64encode(name.encode()).decode()
    more = {"Upload-Length": str(len(data)), "Upload-Metadata": f"filename {named}"}
    begun = client.post("/chat/uploads", headers=headers | more)
    if begun.status_code != 201:
        return begun  # type: ignore[return-value]
    body = "application/offset+octet-stream"
    sent = client.generic(
        "PATCH", begun["Location"], data, body, headers=headers | {"Upload-Offset": "0"}
    )
    if sent.status_code != 204:
        return sent  # type: ignore[return-value]
    return client.post(begun["Location"], headers=headers)  # type: ignore[return-value]


@pytest.mark.django_db
@pytest.mark.parametrize("send", [by_form, at_the_desk, in_pieces])
@pytest.mark.parametrize("name", ACTIVE)
def test_nothing_active_is_kept(world: World, send: Send, name: str) -> None:
    before = set(File.objects.values_list("pk", flat=True))
    answer = send(world, name, ACTIVE[name])
    assert answer.status_code < 500
    for file in File.objects.exclude(pk__in=before):  # refused, or made harmless
        kept = b"".join(store.get(file.digest))
        assert file.content_type not in ("text/html", "image/svg+xml", "application/xml")
        assert b"octantHit" not in kept or file.content_type in ("text/plain", "text/csv")
    if name.endswith((".html", ".xhtml", ".svg", ".xml", ".js", ".hta")):
        assert answer.status_code >= 400 and json.loads(answer.content)["sentence"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["image/png", "text/plain", "text/html", "image/svg+xml"])
def test_opened_by_itself_a_file_runs_nothing(page: Page, site: str, kind: str) -> None:  # noqa: F811
    """Even if a page full of script had got in, and under its own type."""
    world = a_world()
    digest, size = store.put([b"<!doctype html><html>" + SCRIPT + SVG])
    file = world.mine.file
    File.objects.filter(pk=file.pk).update(
        digest=digest, size=size, content_type=kind, name="a.html"
    )
    address = f"{site}/files/{file.public_id}?key={key_for(world.mine.ticket)}"
    answer = page.request.get(address)
    assert answer.status == 200
    policy = answer.headers["content-security-policy"]
    assert (
        policy == "sandbox; default-src 'none'"
        and answer.headers["x-content-type-options"] == "nosniff"
    )
    inline = answer.headers["content-disposition"].startswith("inline")
    assert inline == (kind == "image/png")
    page.goto(f"{site}/en/help/")
    page.evaluate(
        """(address) => new Promise((done) => {
          const frame = document.createElement("iframe"); frame.src = address;
          frame.onload = done; setTimeout(done, 1500); document.body.append(frame); })""",
        address,
    )
    assert page.evaluate("() => window.octantHit") is None
