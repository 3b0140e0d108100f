"""Mailboxes and the way out of Debian's Dovecot and Postfix, opened with tokens instead of
passwords; a provider of our own gives them and tells the servers which count."""

import os
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.conf import LazySettings
from django.core.mail import send_mail
from django.db import connection
from tests.channels.email.mails import MEI, SUPPORT, letter, signed, zone_file
from tests.mail.conftest import registered
from tests.mail.provider import CLIENT, Provider, provider, write
from tests.mail.servers import (
    Dovecot,
    MailProcess,
    Postfix,
    database_url,
    dovecot,
    folder,
    free_port,
    postfix,
    wait_until,
)
from tests.mail.test_fetching import is_there, put

from octant.channels.email.models import FetchedBox, MailConsent, Outgoing
from octant.channels.email.receiving.accounts import accounts
from octant.channels.email.receiving.client import connected
from octant.channels.email.services.consents import refreshed
from octant.channels.email.signing_in import tokens
from octant.channels.email.signing_in.errors import SignInFailed, TokenRefused
from octant.channels.email.signing_in.grants import grant
from octant.channels.email.transport import Later, Smtp, way_out
from octant.core.people.models import User
from octant.kit.clock import moved
from octant.project.outgoing_mail import smtp_settings

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("mail-servers")]
OTHER = "other@kraken.example"


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    with folder("idp") as where, provider(SUPPORT, where) as made:
        yield made


@pytest.fixture(scope="module")
def servers(idp: Provider) -> Iterator[Dovecot]:
    with dovecot(SUPPORT, OTHER, MEI, tokeninfo=idp.tokeninfo) as server:
        yield server


@pytest.fixture(scope="module")
def border(servers: Dovecot) -> Iterator[Postfix]:
    """A Postfix that takes mail from those alone whom Dovecot knows."""
    more = {
        "smtpd_sasl_auth_enable": "yes",
        "smtpd_sasl_type": "dovecot",
        "smtpd_sasl_path": f"inet:127.0.0.1:{servers.sasl}",
        "smtpd_relay_restrictions": "permit_sasl_authenticated, reject",
    }
    with postfix(free_port(), {"customers.example": servers.lmtp}, more) as made:
        yield made


@pytest.fixture(autouse=True)
def _fresh(idp: Provider, servers: Dovecot, settings: LazySettings, tmp_path: Path) -> None:
    tokens._kept.clear()
    idp.lasts, idp.rotates, idp.refuses, idp.forms = 3600, False, None, []
    idp.refresh, idp.user = {"the first refresh token"}, SUPPORT
    write(idp, grant="refresh_token", refresh_token_file="refresh")
    settings.OCTANT_MAIL_OAUTH = idp.path
    settings.OCTANT_MAIL_ZONE = zone_file(tmp_path)
    for address in (SUPPORT, MEI):
        servers.administer("expunge", "-u", address, "mailbox", "INBOX", "all")


def url(servers: Dovecot, address: str = SUPPORT, **more: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in {"oauth": "ours", **more}.items())
    return f"imap://{quote(address, safe='')}@127.0.0.1:{servers.imap}/INBOX?plain=1&{asked}"


@contextmanager
def fetching(idp: Provider, *urls: str, **env: str) -> Iterator[MailProcess]:
    """The real `octant mail`; whatever it logs, no secret is in it."""
    from django.conf import settings

    env = {
        "OCTANT_IMAP_URLS": " ".join(urls),
        "OCTANT_MAIL_ZONE": settings.OCTANT_MAIL_ZONE,
        "OCTANT_MAIL_OAUTH": idp.path,
        "OCTANT_LOG_LEVEL": "DEBUG",
        **env,
    }
    home = Path(settings.OCTANT_HOME)
    (home / "mail-process.log").unlink(missing_ok=True)
    process = MailProcess(free_port(), database_url(), home, env)
    process.start()
    try:
        yield process
    finally:
        process.stop()
        print(process.log())  # noqa: T201, shown when a test fails
        assert not [each for each in idp.secrets() if each in process.log()]


@pytest.fixture
def mei(transactional_db: None) -> User:
    return registered(MEI)


@pytest.mark.parametrize("mechanism", ["OAUTHBEARER", "XOAUTH2"])
def test_dovecot_lets_us_in_by_either_way_to_show_a_token(
    servers: Dovecot, idp: Provider, mechanism: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from octant.channels.email.receiving import client

    def only(offered: list[str], **more: str) -> object:
        assert mechanism in offered
        return showing([mechanism], **more)  # type: ignore[arg-type]

    showing = client.Showing
    monkeypatch.setattr(client, "Showing", only)
    (account,) = accounts(url(servers))
    with connected(account) as opened:
        assert opened.select_folder("INBOX")[b"EXISTS"] == 0
    tokens._kept.clear()
    idp.user = OTHER
    with pytest.raises(TokenRefused) as refused, connected(account):
        pass
    assert f"did not let {SUPPORT} in" in str(refused.value)
    assert not [each for each in idp.secrets() if each in str(refused.value)]


def test_mails_come_and_the_connection_is_renewed_before_its_token_ends(
    servers: Dovecot, idp: Provider, mei: User
) -> None:
    """In the middle of an IDLE: nothing fails on the way, nothing is lost or comes twice."""
    idp.lasts = 8  # of which six seconds are used
    with fetching(idp, url(servers)) as process:
        put(servers, "By the first token.")
        wait_until(lambda: is_there("By the first token."), 30)
        wait_until(lambda: process.log().count("mailbox_opened") >= 3, 40)
        put(servers, "By a later token.")
        wait_until(lambda: is_there("By the first token.", "By a later token."), 30)
        assert "mailbox_away" not in process.log()
    assert len(idp.forms) >= 3
    assert FetchedBox.objects.get().error == ""


def test_a_server_that_throws_us_out_because_the_token_was_withdrawn_lets_the_next_one_in(
    servers: Dovecot, idp: Provider, mei: User
) -> None:
    """As Microsoft does when a token ends: BYE in the middle of an IDLE. We still hold that token
    for good, and show it once more."""
    with fetching(idp, url(servers)) as process:
        wait_until(lambda: process.log().count('"idle": true') == 1, 30)
        idp.withdraw()
        servers.administer("kick", SUPPORT)
        wait_until(lambda: process.log().count('"idle": true') == 2, 60)
        assert "did not let" in process.log()
        put(servers, "After we were thrown out.")
        wait_until(lambda: is_there("After we were thrown out."), 30)
    assert len(idp.forms) >= 2


def test_an_old_token_that_is_refused_is_replaced_at_once(servers: Dovecot, idp: Provider) -> None:
    (account,) = accounts(url(servers))
    with connected(account):
        idp.withdraw()
    with moved(timedelta(minutes=5)), connected(account) as opened:
        assert opened.select_folder("INBOX")[b"EXISTS"] == 0
    assert len(idp.forms) == 2


def test_a_consent_that_has_expired_is_said_in_the_log_and_mended_without_a_restart(
    servers: Dovecot, idp: Provider, mei: User
) -> None:
    idp.refresh = set()
    with fetching(idp, url(servers)) as process:
        wait_until(lambda: "the consent has expired or was withdrawn" in process.log(), 30)
        idp.refresh = {"consented anew"}
        write(idp, grant="refresh_token", refresh_token="consented anew")
        put(servers, "After a new consent.")
        wait_until(lambda: is_there("After a new consent."), 60)


def test_a_refresh_token_that_counts_once_survives_processes_that_die(
    servers: Dovecot, idp: Provider, mei: User
) -> None:
    idp.rotates = True
    for text in ("Of the first life.", "Of the second life."):
        with fetching(idp, url(servers)) as process:
            put(servers, text)
            wait_until(lambda text=text: is_there(text), 30)  # type: ignore[misc]
            process.kill()
    assert len({form["refresh_token"] for form in idp.forms}) == 2
    assert MailConsent.objects.get().name == "ours"


def test_two_processes_never_use_one_refresh_token_at_the_same_time(idp: Provider) -> None:
    """A provider that lets each count once would end the consent."""
    idp.rotates = True
    used: list[str] = []
    together = threading.Barrier(2)

    def fetch(token: str) -> dict[str, str]:
        used.append(token)
        time.sleep(0.2)  # as long as a provider takes
        status, answer = idp.answer(
            {"grant_type": "refresh_token", "refresh_token": token, "client_id": CLIENT}
        )
        assert status == 200, answer
        return answer

    def process() -> None:
        together.wait(10)
        try:
            refreshed(grant("ours"), fetch)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(process) for _ in range(2)]:
            done.result(30)
    assert len(set(used)) == 2


def test_the_owner_of_a_mailbox_consents_in_a_browser(
    servers: Dovecot, idp: Provider, settings: LazySettings
) -> None:
    """`octant mail-consent`, with whoever sits there copying addresses between it and a browser."""
    write(idp, grant="refresh_token", refresh_token_file="")
    (account,) = accounts(url(servers))
    with pytest.raises(SignInFailed, match="octant mail-consent ours"), connected(account):
        pass
    command = [sys.executable, "-m", "octant.project.cli", "mail-consent", "ours"]
    with subprocess.Popen(
        command,
        env=environment(settings, idp),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        address = next(line for line in asked.stdout if "/authorize?" in line)
        state = parse_qs(urlsplit(address.strip()).query)["state"][0]
        said, _err = asked.communicate(f"http://localhost:8765/?code=abc&state={state}\n", 60)
    assert asked.returncode == 0
    assert "Kept." in said
    with connected(account) as opened:
        assert opened.select_folder("INBOX")[b"EXISTS"] == 0
    assert idp.forms[-1]["refresh_token"].startswith("consented")


def test_mails_leave_by_a_postfix_that_takes_tokens_alone(
    servers: Dovecot, border: Postfix, idp: Provider, settings: LazySettings
) -> None:
    with pytest.raises(smtplib.SMTPException):
        border.send(b"Subject: x\r\n\r\nNobody.\r\n", sender=SUPPORT, to=[MEI])
    out(settings, border)
    with way_out() as way:
        assert isinstance(way, Smtp)
        way.hand_over(
            signed(letter("With a token.", sender=SUPPORT, to=MEI)), sender=SUPPORT, to=MEI
        )
    settings.EMAIL_BACKEND = "octant.channels.email.backend.EmailBackend"
    send_mail("A link", "To a password.", SUPPORT, [MEI])
    wait_until(lambda: len(servers.mails(MEI)) == 2, 30)
    assert len(idp.forms) == 1  # one token for both
    idp.withdraw()
    with pytest.raises(Later, match="did not let"), way_out():
        pass
    with way_out() as again:  # forgotten, so the next try has another
        assert isinstance(again, Smtp)
    idp.refresh = set()
    tokens._kept.clear()
    with pytest.raises(Later, match="consent has expired"), way_out():
        pass
    with pytest.raises(SignInFailed):
        send_mail("A link", "To a password.", SUPPORT, [MEI])


def out(settings: LazySettings, border: Postfix) -> None:
    settings.OCTANT_SMTP_URL = smtp_url(border)
    for name, value in smtp_settings(settings.OCTANT_SMTP_URL).items():
        setattr(settings, name, value)


def smtp_url(border: Postfix) -> str:
    return f"smtp://{quote(SUPPORT, safe='')}@127.0.0.1:{border.port}?oauth=ours"


def test_an_answer_leaves_with_a_token_and_one_that_cannot_waits(
    servers: Dovecot, border: Postfix, idp: Provider, mei: User
) -> None:
    idp.refuses = {"error": "invalid_client"}
    with fetching(idp, url(servers), OCTANT_SMTP_URL=smtp_url(border)) as process:
        wait_until(lambda: "client_id or client_secret is wrong" in process.log(), 30)
        idp.refuses = None
        put(servers, "Where is my withdrawal?")
        wait_until(lambda: Outgoing.objects.filter(state="sent").exists(), 60)
        wait_until(lambda: len(servers.mails(MEI)) == 1, 30)


def test_the_doctor_says_what_is_wrong_with_each_sign_in(
    servers: Dovecot, border: Postfix, idp: Provider, settings: LazySettings
) -> None:
    fine = doctor(servers, border, settings, idp)
    assert fine.count("we are let in with a token of [ours]") == 2
    assert "chmod" not in fine
    Path(idp.path).chmod(0o644)
    idp.refresh = set()
    wrong = doctor(servers, border, settings, idp)
    assert wrong.count("the consent has expired or was withdrawn") == 2
    assert f"chmod 600 {idp.path}" in wrong
    write(idp, grant="refresh_token", refresh_token_file="", scop="mail")
    assert "scop, which means nothing here" in doctor(servers, border, settings, idp)
    write(idp, grant="client_credentials")
    idp.user = OTHER
    assert "who may not open this mailbox" in doctor(servers, border, settings, idp)


def environment(settings: LazySettings, idp: Provider) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "OCTANT_HOME": str(settings.OCTANT_HOME),
        "OCTANT_SECRET_KEY": settings.SECRET_KEY,
        "OCTANT_MAIL_OAUTH": idp.path,
        "OCTANT_MAIL_ZONE": "-",
    }


def doctor(servers: Dovecot, border: Postfix, settings: LazySettings, idp: Provider) -> str:
    asked = {"OCTANT_IMAP_URLS": url(servers), "OCTANT_SMTP_URL": smtp_url(border)}
    env = environment(settings, idp) | asked
    command = [sys.executable, "-m", "octant.project.cli", "doctor", "mail"]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 1, ran.stderr  # the zone is empty
    assert "Traceback" not in ran.stderr
    assert not [each for each in idp.secrets() if each in ran.stdout + ran.stderr]
    return ran.stdout
