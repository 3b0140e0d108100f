"""Tokens for mail servers: fetched, kept, refused, and what an operator is told of it."""

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import HTTPServer
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings
from structlog.testing import capture_logs
from tests.channels.email.mails import SUPPORT
from tests.mail.certificates import self_signed
from tests.mail.provider import CLIENT, SECRET, Provider, _handler, provider, write

from octant.channels.email.models import MailConsent
from octant.channels.email.signing_in import tokens
from octant.channels.email.signing_in.consenting import BACK, begin, finish
from octant.channels.email.signing_in.endpoint import ask
from octant.channels.email.signing_in.errors import SignInFailed, TokenRefused
from octant.channels.email.signing_in.grants import grant
from octant.channels.email.signing_in.sasl import Showing
from octant.kit.clock import moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def idp(settings: LazySettings, tmp_path: Path) -> Iterator[Provider]:
    tokens._kept.clear()
    with provider(SUPPORT, tmp_path) as made:
        settings.OCTANT_MAIL_OAUTH = made.path
        yield made


def fetched() -> str:
    return tokens.token_of("ours", SUPPORT).value


def failure() -> SignInFailed:
    with pytest.raises(SignInFailed) as refused:
        fetched()
    return refused.value


def test_a_token_is_kept_until_shortly_before_it_ends(idp: Provider) -> None:
    first = fetched()
    with moved(timedelta(minutes=57)):
        assert fetched() == first
    with moved(timedelta(minutes=58, seconds=1)):
        assert fetched() != first
    assert len(idp.forms) == 2


def test_of_a_short_token_the_last_quarter_is_not_used(idp: Provider) -> None:
    idp.lasts = 8
    first = fetched()
    with moved(timedelta(seconds=5)):
        assert fetched() == first
    with moved(timedelta(seconds=7)):
        assert fetched() != first


def test_many_threads_at_once_fetch_one_token(idp: Provider) -> None:
    """Mailboxes of one grant are watched by threads of their own."""
    write(idp, grant="client_credentials")
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(fetched())) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert len(found) == 8
    assert len(set(found)) == len(idp.forms) == 1


def test_an_application_asks_in_its_own_name(idp: Provider) -> None:
    write(idp, grant="client_credentials", scope="https://outlook.office365.com/.default")
    fetched()
    assert idp.forms == [
        {
            "grant_type": "client_credentials",
            "scope": "https://outlook.office365.com/.default",
            "client_id": CLIENT,
            "client_secret": SECRET,
        }
    ]
    assert not MailConsent.objects.exists()


def test_a_service_account_asks_in_the_name_of_the_mailbox(idp: Provider, tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    body = {"client_email": "octant@project.example", "private_key": pem}
    (tmp_path / "google.json").write_text(json.dumps(body))
    write(idp, grant="service_account", key_file="google.json", scope="https://mail.google.com/")
    fetched()
    (form,) = idp.forms
    said = jwt.decode(form["assertion"], key.public_key(), ["RS256"], audience=idp.url)
    assert (said["iss"], said["sub"]) == ("octant@project.example", SUPPORT)
    assert said["scope"] == "https://mail.google.com/"
    assert said["exp"] - said["iat"] == 300


def test_a_refresh_token_that_rotates_is_kept_sealed(idp: Provider) -> None:
    """The next process, which knows nothing, goes on with the newest."""
    idp.rotates = True
    for _each in range(3):
        tokens._kept.clear()
        fetched()
    assert len({form["refresh_token"] for form in idp.forms}) == 3
    (newest,) = idp.refresh
    row = MailConsent.objects.get(name="ours")
    assert newest.encode() not in bytes(row.sealed)
    tokens._kept.clear()
    fetched()
    assert idp.forms[-1]["refresh_token"] == newest


def test_a_new_refresh_token_in_the_configuration_counts_before_what_was_kept(
    idp: Provider,
) -> None:
    idp.rotates = True
    fetched()
    idp.refresh, idp.rotates = {"after a new consent"}, False
    write(idp, grant="refresh_token", refresh_token="after a new consent")
    tokens._kept.clear()
    fetched()
    assert idp.forms[-1]["refresh_token"] == "after a new consent"


def test_what_was_sealed_under_another_key_is_not_used(
    idp: Provider, settings: LazySettings
) -> None:
    idp.rotates = True
    fetched()
    settings.SECRET_KEY = "another key altogether"
    tokens._kept.clear()
    assert failure().code == "invalid_grant"  # the first, which counted once
    assert idp.forms[-1]["refresh_token"] == "the first refresh token"


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        ({"error": "invalid_grant"}, "invalid_grant", "consent has expired"),
        ({"error": "invalid_scope"}, "invalid_scope", "scope is wrong"),
        ({"error": "unauthorized_client"}, "unauthorized_client", "allow it at the provider"),
        (
            {
                "error": "invalid_grant",
                "error_description": "AADSTS700082: The refresh token has expired due to"
                " inactivity.\r\nTrace ID: 1",
            },
            "AADSTS700082",
            "not used; give it anew",
        ),
        (
            {"error": "invalid_client", "error_description": "AADSTS7000222: keys are expired."},
            "AADSTS7000222",
            "client secret has expired",
        ),
        (
            {"error": "temporarily_unavailable", "error_description": "Come\x07 back later."},
            "temporarily_unavailable",
            "Come back later",
        ),
        ({"something": "else"}, "HTTP 400", "does not say why"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    idp: Provider, body: dict[str, str], code: str, says: str
) -> None:
    idp.refuses = body
    with capture_logs() as lines:
        refused = failure()
    assert refused.code == code
    assert says in str(refused)
    assert "\n" not in str(refused)
    assert [(each["event"], each["code"]) for each in lines] == [("mail_token_failed", code)]


def test_an_endpoint_that_repeats_our_secrets_puts_them_into_no_sentence_and_no_log(
    idp: Provider,
) -> None:
    said = f"You sent {SECRET} and the first refresh token."
    idp.refuses = {"error": f"odd {SECRET}", "error_description": said}
    with capture_logs() as lines:
        refused = failure()
    told = f"{refused!r} {refused} {lines}"
    assert "You sent" in told
    assert SECRET not in told
    assert "the first refresh token" not in told


def test_no_secret_is_shown_by_what_is_kept_in_memory(idp: Provider) -> None:
    token = tokens.token_of("ours", SUPPORT)
    shown = f"{token!r} {grant('ours')!r}"
    assert not [each for each in idp.secrets() if each in shown]


def test_a_refused_token_is_fetched_anew_once(idp: Provider) -> None:
    old = fetched()
    shown: list[str] = []

    def attempt(token: tokens.Token) -> str:
        shown.append(token.value)
        if token.value == old:
            raise TokenRefused("no", code="token_refused")
        return "in"

    with moved(timedelta(minutes=5)):
        assert tokens.with_token("ours", SUPPORT, attempt) == "in"
    assert shown[0] == old
    assert len(shown) == 2


def test_a_mailbox_that_lets_nobody_in_costs_two_tokens_at_most(idp: Provider) -> None:
    fetched()

    def attempt(token: tokens.Token) -> None:
        raise TokenRefused("no", code="token_refused")

    with moved(timedelta(minutes=5)), pytest.raises(TokenRefused):
        tokens.with_token("ours", SUPPORT, attempt)
    assert len(idp.forms) == 2
    with moved(timedelta(minutes=6)), pytest.raises(TokenRefused):
        tokens.with_token("ours", SUPPORT, attempt)  # a new one: what was wrong may be mended
    assert len(idp.forms) == 3


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ("", "there is no [ours]"),
        ("[ours", "is no TOML"),
        ("ours = 3", "there is no [ours]"),
        ("[ours]\nclient = 'x'", "client, which means nothing here"),
        ("[ours]\nclient_id = 3", "text in quotes"),
        ("[ours]\nprovider = 'yahoo'", "provider that is not known"),
        ("[ours]\ngrant = 'password'", "grant that is not known"),
        ("[ours]\nprovider = 'microsoft'\nclient_id = 'x'", "needs the tenant"),
        ("[ours]\nclient_id = 'x'", "needs token_url"),
        ("[ours]\nprovider = 'google'", "needs client_id"),
        (
            "[ours]\nprovider='microsoft'\ntenant='t'\ngrant='client_credentials'\nclient_id='x'",
            "needs client_secret",
        ),
        ("[ours]\ntoken_url='http://idp.example/token'\nclient_id='x'", "begin with https://"),
        ("[ours]\nprovider='google'\nclient_id='x'\nclient_secret_file='gone'", "gone cannot"),
        (
            "[ours]\nprovider='google'\nclient_id='x'\nrefresh_token='r'\nrefresh_token_file='f'",
            "keep one",
        ),
        ("[ours]\nprovider='google'\ngrant='service_account'", "needs key_file"),
        ("[ours]\nprovider='google'\ngrant='service_account'\nkey_file='mail_oauth.toml'", "none"),
    ],
)
def test_what_cannot_be_meant_is_said(
    settings: LazySettings, tmp_path: Path, section: str, says: str
) -> None:
    path = tmp_path / "mail_oauth.toml"
    path.write_text(section)
    settings.OCTANT_MAIL_OAUTH = str(path)
    with pytest.raises(SignInFailed) as refused:
        grant("ours")
    assert says in str(refused.value)


def test_addresses_and_scopes_of_the_two_providers_need_not_be_written(
    settings: LazySettings, tmp_path: Path
) -> None:
    path = tmp_path / "mail_oauth.toml"
    path.write_text(
        "[office]\nprovider='microsoft'\ntenant='kraken.example'\ngrant='client_credentials'\n"
        "client_id='x'\nclient_secret='y'\n[google]\nprovider='google'\nclient_id='x'\n"
    )
    settings.OCTANT_MAIL_OAUTH = str(path)
    office, google = grant("office"), grant("google")
    assert office.token_url.endswith("microsoftonline.com/kraken.example/oauth2/v2.0/token")
    assert office.scope == "https://outlook.office365.com/.default"
    assert (google.token_url, google.scope) == (
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/",
    )


def test_an_endpoint_whose_certificate_nobody_vouches_for_hears_nothing(
    idp: Provider, tmp_path: Path
) -> None:
    server = HTTPServer(("127.0.0.1", 0), _handler(idp))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.handle_request, daemon=True)
    thread.start()
    with pytest.raises(SignInFailed, match=r"(?i)certificate"):
        ask(f"https://localhost:{server.server_address[1]}/token", {"client_secret": SECRET})
    thread.join(10)
    server.server_close()
    assert idp.forms == []


def test_the_standard_way_to_show_a_token_goes_before_the_older_one() -> None:
    both = Showing(["PLAIN", "XOAUTH2", "OAUTHBEARER"], user="a,b=c", token="t", host="h", port=1)
    assert both.mechanism == "OAUTHBEARER"
    assert both.answer() == "n,a=a=2Cb=3Dc,\x01host=h\x01port=1\x01auth=Bearer t\x01\x01"
    assert both.answer(b'{"status":"401"}') == "\x01"
    assert both.told == '{"status":"401"}'
    older = Showing(["XOAUTH2"], user="me@x", token="t", host="h", port=1)
    assert older.answer(b"") == "user=me@x\x01auth=Bearer t\x01\x01"
    assert older.answer(b"{}") == ""
    with pytest.raises(SignInFailed, match="no sign-in with tokens"):
        Showing(["PLAIN"], user="me@x", token="t", host="h", port=1)


def test_a_consent_given_in_a_browser_is_kept_and_used(idp: Provider) -> None:
    """It counts before an expired one that the configuration still holds."""
    idp.refresh = set()
    assert failure().code == "invalid_grant"
    asking = begin("ours")
    assert "code_challenge_method=S256" in asking.url
    assert asking.verifier not in asking.url
    finish(asking, f"{BACK}/?code=abc&state={asking.state}\n")
    assert idp.forms[-1]["code_verifier"] == asking.verifier
    fetched()
    assert idp.forms[-1]["refresh_token"] in idp.refresh


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("code=abc&state=of-somebody-else", "bad_state"),
        ("code=abc", "bad_state"),
        ("error=access_denied&state={state}", "access_denied"),
        ("state={state}", "no_code"),
    ],
)
def test_an_address_that_is_not_the_end_of_this_try_is_refused(
    idp: Provider, query: str, code: str
) -> None:
    asking = begin("ours")
    with pytest.raises(SignInFailed) as refused:
        finish(asking, f"{BACK}/?{query.format(state=asking.state)}")
    assert refused.value.code == code
    assert idp.forms == []


def test_without_any_consent_it_is_said_how_to_give_one(idp: Provider) -> None:
    write(idp, grant="refresh_token", refresh_token_file="")
    assert "run octant mail-consent ours" in str(failure())
