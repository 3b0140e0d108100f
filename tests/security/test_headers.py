"""What browsers are told: no inline code, no markup from text, cookies that stay here."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client
from tests.security.addresses import every_address
from tests.security.world import World

pytestmark = pytest.mark.django_db

_ASK = """
import json, django
from django.conf import settings
django.setup()
names = ("SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_NAME "
         "SESSION_COOKIE_SAMESITE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS "
         "SECURE_HSTS_INCLUDE_SUBDOMAINS SESSION_COOKIE_DOMAIN CSRF_COOKIE_DOMAIN DEBUG").split()
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def settings_at(url: str, home: str) -> dict[str, object]:
    env = {**os.environ, "OCTANT_URL": url, "OCTANT_HOME": home}
    env["DJANGO_SETTINGS_MODULE"] = "octant.project.settings"
    asked = subprocess.run([sys.executable, "-c", _ASK], env=env, capture_output=True, check=True)
    found: dict[str, object] = json.loads(asked.stdout)
    return found


def test_behind_https_cookies_are_this_hosts_alone_and_plain_http_is_over(tmp_path: str) -> None:
    found = settings_at("https://support.kraken.example", str(tmp_path))
    for kind in ("SESSION", "CSRF"):
        assert str(found[f"{kind}_COOKIE_NAME"]).startswith("__Host-")
        assert found[f"{kind}_COOKIE_SECURE"] and found[f"{kind}_COOKIE_DOMAIN"] is None
    assert found["SESSION_COOKIE_HTTPONLY"] and found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["SECURE_HSTS_SECONDS"] == 31536000 and found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert found["DEBUG"] is False


def test_every_page_has_a_policy_without_inline_code_and_with_trusted_types(world: World) -> None:
    client, pages = world.client("admin"), 0
    for address in every_address():
        answer = client.get(address.path(world.things))
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        pages += 1
        policy = answer.headers["Content-Security-Policy"]
        for part in ("default-src 'none'", "script-src 'self'", "object-src 'none'",
                     "base-uri 'none'", "require-trusted-types-for 'script'"):  # fmt: skip
            assert part in policy, (address.route, policy)
        assert "unsafe" not in policy, address.route
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert pages > 40


@pytest.mark.parametrize(
    ("path", "allowed"), [("/en/", "'none'"), ("/desk/", "default"), ("/editor/", "octant")]
)
def test_markup_is_made_of_text_by_the_rooms_own_policy_only(
    world: World, path: str, allowed: str
) -> None:
    policy = world.client("admin").get(path).headers["Content-Security-Policy"]
    assert f"trusted-types {allowed};" in f"{policy};"


@pytest.mark.parametrize("path", ["/files/a%00b", "/desk/file/%01/", "/en/article/%0a/"])
def test_an_address_with_control_characters_is_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("next_", ["word", "//evil.example", "/\\evil.example", "/a\r\nX: y",
                                   "/" + "a" * 5000, "javascript:alert(1)"])  # fmt: skip
def test_a_language_is_chosen_and_nobody_is_sent_elsewhere(client: Client, next_: str) -> None:
    answer = client.get("/language/en/", {"next": next_})
    assert answer.headers["Location"] == "/"
