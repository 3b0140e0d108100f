"""What every request passes through."""

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from octant.project.middleware import lean, request_context


def address_seen(request: HttpRequest) -> str:
    seen = []

    def view(inner: HttpRequest) -> HttpResponse:
        seen.append(inner.META["REMOTE_ADDR"])
        return HttpResponse()

    request_context(view)(request)
    return str(seen[0])


def test_a_forwarded_address_counts_only_behind_our_own_proxy(settings: LazySettings) -> None:
    def request() -> HttpRequest:
        return RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"})

    settings.OCTANT_BEHIND_PROXY = False
    assert address_seen(request()) == "127.0.0.1"
    settings.OCTANT_BEHIND_PROXY = True
    assert address_seen(request()) == "203.0.113.7"


@pytest.mark.django_db
def test_every_answer_carries_its_request_id_and_takes_only_plain_ones(client: Client) -> None:
    kept = client.get("/brand.css", headers={"X-Request-Id": "abc-12345678"})
    assert kept["X-Request-Id"] == "abc-12345678"
    made = client.get("/brand.css", headers={"X-Request-Id": "x\r\nSet-Cookie: a=b"})
    assert "Set-Cookie" not in made["X-Request-Id"]
    assert len(made["X-Request-Id"]) == 32


@pytest.mark.django_db
def test_pages_carry_the_policy_that_forbids_inline_script(client: Client) -> None:
    policy = client.get("/en/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_a_kept_page_is_not_given_to_whoever_signed_in(client: Client, agent: object) -> None:
    first = client.get("/en/")
    assert first.status_code == 200
    client.force_login(agent)  # type: ignore[arg-type]
    assert "csrfmiddlewaretoken" in client.get("/en/").content.decode() or (
        client.get("/en/").content != first.content
    )


@pytest.mark.parametrize(
    ("kept_for", "tagged"), [("max-age=31536000, public, immutable", False), ("max-age=60", True)]
)
def test_what_never_changes_goes_out_without_needless_headers(kept_for: str, tagged: bool) -> None:
    headers = {"Cache-Control": kept_for, "ETag": '"1"', "X-Content-Type-Options": "nosniff"}
    answer = lean(lambda request: HttpResponse("…", headers=headers))(RequestFactory().get("/"))
    assert ("ETag" in answer.headers) is tagged
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
